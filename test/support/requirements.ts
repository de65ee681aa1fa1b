/**
 * What a test needs beyond Node, and why it can't run where that is missing. `scripts/test` counts a skipped test as a failure
 * unless its reason starts with `environment:`: a program can be installed, a kernel's refusal can't be helped.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, type SuiteFactory } from 'vitest';

export const isRoot = process.getuid?.() === 0;

/** Whether PATH has the program. */
export function has(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a test can need that is not a program in PATH: each gives the reason why it can't be had, or null. */
const CONDITIONS = {
  root: () => (isRoot ? null : 'environment: not root'),
  namespaces: () => (isRoot ? namespaceRefusal() : 'environment: not root'),
  btf: () => (existsSync('/sys/kernel/btf/vmlinux') ? null : 'environment: this kernel has no BTF'),
} as const satisfies Record<string, () => string | null>;

/** The name of a condition, or `program:NAME` for a program in PATH. */
export type Requirement = keyof typeof CONDITIONS | `program:${string}`;

/** Why a test with these requirements can't run here; null when it can. */
export function whyNot(...requirements: readonly Requirement[]): string | null {
  for (const requirement of requirements) {
    const why = isCondition(requirement) ? CONDITIONS[requirement]() : programMissing(requirement.slice('program:'.length));
    if (why !== null) return why;
  }
  return null;
}

/** `describe` where everything needed is there; elsewhere the block is skipped, with the reason in its name. */
export function describeNeeding(requirements: readonly Requirement[], name: string, factory: SuiteFactory): void {
  const why = whyNot(...requirements);
  if (why === null) describe(name, factory);
  else describe.skip(`${name} [${why}]`, factory);
}

function isCondition(requirement: Requirement): requirement is keyof typeof CONDITIONS {
  return requirement in CONDITIONS;
}

function programMissing(program: string): string | null {
  return has(program) ? null : `${program} is not installed`;
}

/** Root in a container without CAP_SYS_ADMIN can't make namespaces. */
function namespaceRefusal(): string | null {
  const { status, stderr, error } = spawnSync('unshare', ['-n', '-m', '-p', '-f', 'true'], { encoding: 'utf8' });
  return status === 0 ? null : `environment: namespaces are refused: ${stderr?.trim() || error?.message}`;
}
