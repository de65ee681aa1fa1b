/** A copy of this checkout in a folder of its own, so that a test may change sources and have them built. */
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureBuilt } from '../support/build.js';
import { ROOT } from '../support/paths.js';
import type { ExecResult } from '../support/private-host.js';

const COPIED = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

export class Checkout implements AsyncDisposable {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** The npm packages are this checkout's own, brought up to date first. */
  static async create(): Promise<Checkout> {
    await ensureBuilt();
    const root = await mkdtemp(join(tmpdir(), 'vethtop-checkout-'));
    for (const name of COPIED) await cp(join(ROOT, name), join(root, name), { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
    return new Checkout(root);
  }

  path(name: string): string {
    return join(this.root, name);
  }

  async script(name: string, args: readonly string[] = [], cwd = this.root): Promise<ExecResult> {
    const { stdout, stderr, exitCode } = await execa(this.path(`scripts/${name}`), args, { reject: false, stdin: 'ignore', cwd });
    return { stdout, stderr, exitCode: exitCode ?? null };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }
}
