package io.reelbus.push.sockjs;

/** What is said on one SockJS connection; used on its context alone. */
interface Dialogue {
    void heard(String text);

    /** The connection has ended; nothing more is heard. */
    void ended();
}
