import { command } from '../command.js';
import { type Step, undoneBy } from './model.js';

export function addNamespace(name: string): Step {
  return {
    change: { kind: 'add-namespace', name },
    title: `add namespace ${name}`,
    command: command('ip', 'netns', 'add', name),
    inverse: undoneBy(command('ip', 'netns', 'del', name)),
  };
}

export function deleteNamespace(name: string): Step {
  return {
    change: { kind: 'delete-namespace', name },
    title: `delete namespace ${name}`,
    command: command('ip', 'netns', 'del', name),
    inverse: { kind: 'none', why: `what was in namespace ${name} is gone` },
  };
}
