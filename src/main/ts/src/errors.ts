/** What a call fails with. */
import { ORPCError } from '@orpc/client';

/** One thing that is wrong with an input, and where. */
export interface Issue {
  path: (string | number)[];
  message: string;
}

export interface ErrorData {
  /** The server's own code, for instance `too_large`; see the list of errors in its documentation. */
  code?: string;
  issues?: Issue[];
}

/** An answer of the server: `code` is oRPC's, for instance `NOT_FOUND`, `message` is for people. */
export type ReelbusError = ORPCError<string, ErrorData | undefined>;

/** Whether the server has answered with an error; anything else means that it could not be reached. */
export function isReelbusError(error: unknown): error is ReelbusError {
  return error instanceof ORPCError;
}
