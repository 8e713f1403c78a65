/** The doors through which files come in, and the one room behind them. */
@NullMarked
package io.reelbus.upload;

import org.jspecify.annotations.NullMarked;
