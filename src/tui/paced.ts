/** At once when it was quiet, and otherwise once at the end of the pause: a host where links come and go is not drawn for each. */

export interface Paced {
  readonly call: () => void;
  readonly stop: () => void;
}

/** `task` runs at most once in `pauseMs`; what is asked for in between is one call. */
export function paced(task: () => void, pauseMs: number): Paced {
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | null = null;
  const now = () => {
    timer = null;
    lastMs = performance.now();
    task();
  };
  return {
    call: () => {
      if (timer !== null) return;
      const waitMs = lastMs + pauseMs - performance.now();
      if (waitMs <= 0) now();
      else timer = setTimeout(now, waitMs);
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}
