/** When a server that died is started again: sooner at first, later each time, and not for ever. */

const FIRST = 500; // ms
const DEATHS = 5; // within PERIOD, until a person must decide
const PERIOD = 180_000; // ms

export class Restarts {
  private deaths: number[] = [];

  /**
   * Note a death and give the delay in milliseconds until the next start; undefined to give up.
   *
   * @param now a clock in milliseconds.
   */
  next(now: number): number | undefined {
    this.deaths = this.deaths.filter((time) => now - time < PERIOD);
    this.deaths.push(now);
    return this.deaths.length >= DEATHS ? undefined : FIRST * 2 ** (this.deaths.length - 1);
  }

  /** Forget all deaths: somebody asked for a restart. */
  reset(): void {
    this.deaths = [];
  }
}
