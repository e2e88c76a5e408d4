/** Time is an argument: everything that needs it is handed a clock. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
