import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../support/paths.js';
import { describeNeeding } from '../support/requirements.js';
import { createLabHost } from './lab-host.js';

interface Result {
  readonly title: string;
  readonly what: string;
  readonly next: string;
  readonly same: boolean;
}

describeNeeding(['namespaces', 'program:ip', 'program:sysctl'], 'a plan whose step fails', () => {
  it.each(['labs/cable.yaml', 'labs/bridge.yaml', 'test/kernel/lab-hostile.yaml'])(
    'leaves the host as it was, whichever step of %s',
    { timeout: 120_000 },
    async file => {
      await using host = await createLabHost();
      const script = [join(ROOT, 'test/kernel/lab-rollback.mjs'), join(ROOT, file)];
      const { stdout, stderr } = await host.exec(process.execPath, script, { timeoutMs: 110_000 });
      expect(stderr).toBe('');
      const results: Result[] = JSON.parse(stdout);
      expect(results.length).toBeGreaterThan(8);
      for (const [index, { title, what, next, same }] of results.entries()) {
        expect(what).toContain(`step ${index + 1} of ${results.length} failed, "${title}"`);
        expect([title, next]).toEqual([
          title,
          index === 0
            ? 'nothing was changed'
            : expect.stringMatching(/^the (\d+ steps before it were|step before it was) undone$/),
        ]);
        expect([title, same]).toEqual([title, true]);
      }
    },
  );
});
