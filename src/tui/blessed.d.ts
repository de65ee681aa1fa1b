/** What the published types of blessed lack. */
import 'blessed';

declare module 'blessed' {
  interface BlessedProgram {
    tput: {
      brokenACS: boolean;
      unicode: boolean;
    };
    _write(text: string): boolean;
  }

  /** The published overload has the two streams the wrong way round. */
  function program(options: IBlessedProgramOptions): BlessedProgram;

  namespace Widgets {
    interface Screen {
      enter(): void;
      leave(): void;
      destroyed?: boolean;
    }
  }
}
