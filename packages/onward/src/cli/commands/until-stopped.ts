/** Waits for the end that the user asks for; a second request does not wait for anything. */

export interface StopRequest {
  /** Resolves with the first SIGINT or SIGTERM. */
  readonly asked: Promise<void>;
  readonly isAsked: () => boolean;
  /** Stops listening for signals. */
  release(): void;
}

/** Conventional exit code of a process that a signal ended. */
const signalled = 130;

export function stopRequest(): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  let count = 0;
  const onSignal = (): void => {
    count += 1;
    if (count > 1) process.exit(signalled);
    resolve();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    asked: promise,
    isAsked: () => count > 0,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

const longestStopMs = 28_000;

/** Stops within half a minute, whatever hangs: what is durable stays, the rest is resumed. */
export async function stopInTime(stop: () => Promise<void>): Promise<void> {
  const late = setTimeout(() => process.exit(1), longestStopMs);
  try {
    await stop();
  } finally {
    clearTimeout(late);
  }
}
