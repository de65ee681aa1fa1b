/** Changes that are killed in the middle, and what the journal says of them. */
import type { PrivateHost } from '../support/private-host.js';
import { until } from '../support/until.js';

export interface History {
  readonly changes: readonly {
    readonly id: number;
    readonly status: string;
    readonly title: string;
    readonly undoneBy: number | null;
  }[];
}

export async function history(host: PrivateHost): Promise<History['changes']> {
  const parsed: History = JSON.parse((await host.vethtop(['history', '--json'])).stdout);
  return parsed.changes;
}

/** A change that is killed while the command of a step has been run and its end was not written down. */
export async function killIn(host: PrivateHost, step: number, ...change: readonly string[]): Promise<void> {
  const changer = await host.spawn(process.execPath, ['test/kernel/change-stopper.mjs', String(step), ...change]);
  await changer.until(({ stdout }) => stdout.includes('hanging'), { what: `step ${step}` });
  await until(async () => (await host.sh('pgrep -x sleep -a || true')).includes('sleep 1000'), {
    what: 'the command of the step',
  });
  await changer.stop('SIGKILL');
  await host.sh("pkill -x -f 'sleep 1000' || true");
}

/** What hung is in the plan, so finishing it would hang as well: from here on only what comes after it is told. */
export async function unhang(host: PrivateHost): Promise<void> {
  await host.sh("file=/run/vethtop/journal/$(ls /run/vethtop/journal | tail -1); sed -i 's/; exec sleep 1000//' $file");
}
