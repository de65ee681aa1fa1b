/**
 * A vitest reporter that adds the verdict of a run to the file VETHTOP_VERDICT: a line for each test that was
 * skipped although it could have run, then `N passed, N failed, N skipped`. A skip is excused by a reason that starts with
 * `environment:`, as `[environment: …]` in a name or as the note of `skip()` (test/support/requirements.ts), and where the
 * person picked tests by name.
 */
import { appendFileSync } from 'node:fs';

export default class VerdictReporter {
  #pickedByName = false;

  onInit(vitest) {
    this.#pickedByName = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    const lines = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      // A file that can't be loaded, or a hook that fails, has no failed test to count.
      if (module.state() === 'failed' && !tests.some(test => test.result().state === 'failed')) counts.failed += 1;
      for (const test of tests) {
        const { state, note } = test.result();
        if (state === 'passed' || state === 'failed') counts[state] += 1;
        else {
          counts.skipped += 1;
          if (!this.#pickedByName && !isExcused(test, note) && !inFailedSuite(test))
            lines.push(`skipped, though it could run: ${module.relativeModuleId} > ${test.fullName}${note ? ` [${note}]` : ''}`);
        }
      }
    }
    lines.push(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    appendFileSync(process.env.VETHTOP_VERDICT, `${lines.join('\n')}\n`);
  }
}

function isExcused(test, note = '') {
  return note.startsWith('environment:') || test.fullName.includes('[environment:');
}

/** A hook that fails is counted as the one failure; the tests behind it didn't choose to be skipped. */
function inFailedSuite(test) {
  for (let parent = test.parent; parent !== undefined; parent = parent.parent) {
    if (parent.type !== 'test' && parent.errors().length > 0) return true;
  }
  return false;
}
