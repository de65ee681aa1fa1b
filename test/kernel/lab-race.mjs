/**
 * Builds a lab while somebody else makes one of its namespaces right before the keeper does. Arguments: the lab's name and file, the
 * namespace. Prints one JSON object: why the building failed, and what the removal left.
 */
import { execFileSync } from 'node:child_process';
import { LabBuilder } from '../../dist/manage/lab/builder.js';
import { readTopology } from '../../dist/manage/topology.js';

const [lab, file, stolen] = process.argv.slice(2);
const builder = new LabBuilder(lab, await readTopology(file), {
  onProgress: (_done, _total, text) => {
    if (text === `add namespace ${stolen}`) execFileSync('ip', ['netns', 'add', stolen]);
  },
  onNote: () => {},
});
const why = await builder.build(new AbortController().signal).then(
  () => 'it did not fail',
  error => error.why,
);
console.log(JSON.stringify({ why, remains: await builder.remove() }));
