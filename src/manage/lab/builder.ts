/** One run of a lab, inside the keeper: everything it makes goes into its record first. */
import { reasonOf, VethtopError } from '../../core/errors.js';
import { formatCommand } from '../command.js';
import { compileTopology } from '../compile.js';
import { runPlan } from '../runner.js';
import type { Step } from '../steps/model.js';
import { deleteNamespace } from '../steps/namespace.js';
import type { Topology } from '../topology.js';
import { identifyNamespace, namespacePath } from './namespace-identity.js';
import { identifyProcess, isSameProcess, type ProcessIdentity } from './process-identity.js';
import { emptyRecord, type LabRecord, readRecords, recordPath, removeRecord, writeRecord } from './record.js';
import { type Remains, removeLab } from './removal.js';
import { startWorkers } from './workers.js';

/** What every namespace of a lab is called, so that a lab never touches anybody's links. */
const PREFIX = 'lab-';

export interface BuilderEvents {
  readonly onProgress: (done: number, total: number, text: string) => void;
  readonly onNote: (text: string) => void;
}

export class LabBuilder {
  #record: LabRecord;
  readonly #topology: Topology;
  readonly #events: BuilderEvents;
  #removing = false;

  constructor(lab: string, topology: Topology, events: BuilderEvents) {
    const keeper = identifyProcess(process.pid);
    if (keeper === null)
      throw new VethtopError({ code: 'failure', what: "can't read /proc/self/stat", why: '/proc is not mounted' });
    this.#record = emptyRecord(lab, keeper);
    this.#topology = topology;
    this.#events = events;
  }

  /** @throws VethtopError when a step or a worker fails, or `signal` stops it. What was made is then for `remove` to take away. */
  async build(signal: AbortSignal): Promise<void> {
    refuseForeign(this.#topology);
    refuseTaken(this.#record.lab, this.#topology);
    const { onProgress, onNote } = this.#events;
    const plan = compileTopology(this.#topology);
    const { skipped } = await runPlan(plan, {
      signal,
      journal: {
        before: step => this.#before(step),
        after: step => this.#after(step),
        refused: step => this.#refused(step),
      },
      onEvent: ({ state, index, total, step }) => {
        if (state === 'running') onProgress(index, total, step.title);
      },
    });
    for (const text of this.#topology.notes) onNote(text);
    for (const { step, why } of skipped) onNote(`${step.optional}: ${why}`);
    onProgress(plan.steps.length, plan.steps.length, 'start the traffic');
    await startWorkers(this.#topology, {
      onStart: worker => this.#remember({ workers: [...this.#record.workers, worker] }),
      onEnd: (namespace, why) => {
        if (!this.#removing) onNote(`the traffic of ${namespace} has stopped: ${why}`);
      },
    });
    if (signal.aborted) throw new VethtopError({ code: 'failure', what: 'the lab was stopped' });
  }

  /** Takes everything away again. The record stays as long as something does. */
  async remove(): Promise<Remains> {
    this.#removing = true;
    try {
      const remains = await removeLab(this.#record);
      if (remains.length === 0) removeRecord(recordPath(this.#record));
      return remains;
    } catch (error) {
      return [`lab ${this.#record.lab}: ${reasonOf(error)}`];
    }
  }

  #before({ change }: Step): void {
    if (change.kind !== 'add-namespace') return;
    this.#remember({ namespaces: [...this.#record.namespaces, { name: change.name, identity: null }] });
  }

  #after({ change }: Step): void {
    if (change.kind === 'add-namespace') {
      const made = { name: change.name, identity: identifyNamespace(change.name) };
      this.#remember({ namespaces: [...this.#record.namespaces.filter(({ name }) => name !== change.name), made] });
    }
    if (change.kind === 'add-pair' && change.a.place.kind === 'named') {
      const link = { namespace: change.a.place.name, name: change.a.name };
      this.#remember({ links: [...this.#record.links, link] });
    }
  }

  /** Somebody else was faster, and it is theirs. */
  #refused({ change }: Step): void {
    if (change.kind !== 'add-namespace') return;
    this.#remember({ namespaces: this.#record.namespaces.filter(({ name }) => name !== change.name) });
  }

  #remember(facts: { namespaces?: LabRecord['namespaces']; links?: LabRecord['links']; workers?: ProcessIdentity[] }): void {
    this.#record = { ...this.#record, ...facts };
    writeRecord(this.#record);
  }
}

/** Labs are the only topologies that are removed without asking, so they may not reach beyond their own namespaces. */
function refuseForeign({ namespaces, bridges, pairs, sysctls, routes, masquerade, filters, queues }: Topology): void {
  const foreign = namespaces.find(({ name }) => !name.startsWith(PREFIX));
  const placed = [
    ...bridges,
    ...sysctls,
    ...routes,
    ...masquerade,
    ...filters,
    ...queues,
    ...pairs.flatMap(({ a, b }) => [a, b]),
  ];
  if (foreign === undefined && placed.every(({ namespace }) => namespace !== undefined)) return;
  throw new VethtopError({
    code: 'refused',
    what: 'this topology is not a lab',
    why: foreign === undefined ? 'it changes the host itself' : `namespace ${foreign.name} doesn't start with ${PREFIX}`,
  });
}

function refuseTaken(lab: string, { namespaces }: Topology): void {
  const running = readRecords(() => {}).find(({ record }) => record.lab === lab && isSameProcess(record.keeper));
  if (running !== undefined) {
    throw new VethtopError({
      code: 'refused',
      what: `lab ${lab} is running already`,
      why: `another vethtop has built it (its keeper is process ${running.record.keeper.pid})`,
      next: 'look at it with plain vethtop, or end the other one first',
    });
  }
  const taken = namespaces.find(({ name }) => identifyNamespace(name) !== null);
  if (taken === undefined) return;
  throw new VethtopError({
    code: 'refused',
    what: `lab ${lab} needs namespace ${taken.name}, which is there already`,
    why: `${namespacePath(taken.name)} was not made by a lab of vethtop that is still known`,
    next: `if nobody needs it: ${formatCommand(deleteNamespace(taken.name).command)}`,
  });
}
