/** Tells when a file comes or goes in the directories where namespaces get their names. */
import fs from 'node:fs';

const DIRECTORIES = ['/run/netns', '/run/docker/netns'];

export class RunDirectories {
  readonly #onChange: () => void;
  readonly #watches = new Map<string, { readonly watch: fs.FSWatcher; readonly inode: number }>();

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Watches those that are there and not watched yet: they may come later, with the first namespace, or come anew. */
  watch(): void {
    for (const directory of DIRECTORIES) {
      try {
        const { ino } = fs.statSync(directory);
        if (this.#watches.get(directory)?.inode === ino) continue;
        this.#drop(directory);
        const watch = fs.watch(directory, { persistent: false }, this.#onChange);
        watch.on('error', () => this.#drop(directory));
        this.#watches.set(directory, { watch, inode: ino });
      } catch {
        // Not there, or the host is out of watches: the paced scan finds new names too, a second later.
        this.#drop(directory);
      }
    }
  }

  close(): void {
    for (const directory of [...this.#watches.keys()]) this.#drop(directory);
  }

  #drop(directory: string): void {
    this.#watches.get(directory)?.watch.close();
    this.#watches.delete(directory);
  }
}
