import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sanitiseBytes } from '../../src/core/text.js';
import type { LsDocument, NsDocument } from '../../src/output/json.js';
import { randomOf } from '../netlink/random.js';
import { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';

const RAW_NAMES = new URL('./raw-names.mjs', import.meta.url).pathname;

/** What a link may be called: 15 bytes but `%`, `/`, `:` and white space (dev_valid_name, net/core/dev.c). */
const NAMES: readonly (readonly number[])[] = [
  ...['-rf', '--help', '{bold}x{-bold}', '$(reboot)', ';reboot', '`reboot`', '\x1b[2J', '\x1b]0;x\x07', 'a\x7fb'],
  ...[
    '網路介面五',
    '\u202egnp.exe',
    'e\u0301\u0301\u0301',
    '\u009b31m',
    '\ufeffx',
    '"',
    "'",
    '\\',
    '#1',
    '*',
    '0',
    '..x',
    '@',
    'a@b',
  ],
]
  .map(text => [...Buffer.from(text)])
  .concat([
    [0xff, 0xfe, 0xfd],
    [0xc3, 0x28],
    [0xf0, 0x9f, 0x98],
    Array.from({ length: 15 }, (_, index) => 0x80 + index),
    Array.from({ length: 15 }, (_, index) => (index < 8 ? index + 1 : index + 6)).filter(byte => byte < 9 || byte > 13),
  ]);
/** 127 bytes, the most there can be. */
const ALTNAME = `${'altname-'.repeat(14)}\x1b[31m網路介x`;
const NAMESPACES: readonly (readonly number[])[] = ['\x1b]0;x\x07', 'with space', '-rf', '網路', 'host', '\\134']
  .map(text => [...Buffer.from(text)])
  .concat([[0x78, 0xff, 0xfe]]);

const CONTROL = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** Bytes for a bash script. */
function quoted(bytes: readonly number[]): string {
  return `$'${bytes.map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')}'`;
}

describeNeeding(['root', 'namespaces'], 'names from strangers, on the real kernel', () => {
  let host: PrivateHost;

  beforeAll(async () => {
    host = await PrivateHost.create();
    const pairs = NAMES.map((name, index) => `ip link add ${quoted(name)} type veth peer name peer${index}`);
    const namespaces = NAMESPACES.map(
      (name, index) => `ip netns add ${quoted(name)}; ip link add ns${index} type veth peer name eth0 netns ${quoted(name)}`,
    );
    await host.sh(
      [...pairs, ...namespaces, `ip link property add dev peer0 altname ${quoted([...Buffer.from(ALTNAME)])}`].join('\n'),
    );
  });
  afterAll(() => host?.dispose());

  async function output(...args: readonly string[]): Promise<string> {
    const { stdout, stderr, exitCode } = await host.vethtop(args);
    expect({ args, stderr, exitCode }).toEqual({ args, stderr: '', exitCode: 0 });
    return stdout;
  }

  it.each([['ls'], ['ls', '--json'], ['ns'], ['ns', '--json'], ['peer', 'peer0'], ['peer', 'peer0', '--json']])(
    'print no control character: %s %s',
    async (...args) => {
      expect((await output(...args)).replaceAll('\n', '')).not.toMatch(CONTROL);
    },
  );

  it('are all there, in pairs', async () => {
    const { pairs, partial }: LsDocument = JSON.parse(await output('ls', '--json'));
    expect(partial).toEqual([]);
    expect(pairs).toHaveLength(NAMES.length + NAMESPACES.length);
    for (const [index, bytes] of NAMES.entries()) {
      const pair = pairs.find(({ a, b }) => a.name === `peer${index}` || b?.name === `peer${index}`);
      const other = pair?.a.name === `peer${index}` ? pair.b : pair?.a;
      expect([pair?.certainty, other?.name]).toEqual(['exact', sanitiseBytes(Buffer.from(bytes))]);
    }
  });

  it('of namespaces are all there, and can be opened', async () => {
    const { namespaces }: NsDocument = JSON.parse(await output('ns', '--json'));
    const inside = namespaces.filter(({ links }) => links.some(({ name }) => name === 'eth0'));
    const expected = NAMESPACES.map(bytes => sanitiseBytes(Buffer.from(bytes))).map(name =>
      name === 'host' ? '/run/netns/host' : name,
    );
    expect(inside.map(({ name }) => name).sort()).toEqual(expected.sort());
    expect(inside.map(({ handles }) => handles.map(({ kind }) => kind))).toEqual(NAMESPACES.map(() => ['named']));
  });

  it('find their peer', async () => {
    for (const bytes of NAMES) {
      const name = sanitiseBytes(Buffer.from(bytes));
      // A name with an @ needs its namespace; one like an option comes after --.
      const { asked, pair } = JSON.parse(await output('peer', '--json', '--', `${name}@host`));
      expect(pair[asked].name).toBe(name);
    }
  }, 60_000);

  it('find by an altname of 127 bytes', async () => {
    const { asked, pair } = JSON.parse(await output('peer', '--json', sanitiseBytes(Buffer.from(ALTNAME))));
    expect(pair[asked].name).toBe('peer0');
  });

  it('keep their bytes for commands', async () => {
    const { stdout } = await host.exec(process.execPath, [RAW_NAMES]);
    expect(JSON.parse(stdout)).toMatchObject({ stderr: '', status: 0 });
    const { pairs }: LsDocument = JSON.parse(await output('ls', '--json'));
    expect(
      new Set(
        pairs
          .flatMap(({ a, b }) => [a, b])
          .filter(end => end?.namespace.name === 'host')
          .map(end => end?.mtu),
      ),
    ).toEqual(new Set([1400]));
  });

  describe('made by chance', () => {
    const COUNT = 200;

    it('are all there, exactly', async () => {
      await using other = await PrivateHost.create();
      const random = randomOf(7);
      const allowed = (byte: number): boolean => ![0, 0x25, 0x2f, 0x3a, 0x20, 0x0a, 0x0d, 0x09, 0x0b, 0x0c, 0xa0].includes(byte);
      const names = Array.from({ length: COUNT }, (_, index) => [
        ...[...Buffer.from(index.toString(36).padStart(2, '0'))],
        ...Array.from({ length: 13 }, () => random(256)).filter(allowed),
      ]);
      await other.sh(names.map((name, index) => `ip link add ${quoted(name)} type veth peer name v${index}`).join('\n'));
      const { stdout } = await other.vethtop(['ls', '--json']);
      const { pairs }: LsDocument = JSON.parse(stdout);
      const found = pairs.flatMap(({ a, b }) => (b === null ? [] : [a.name, b.name])).filter(name => !/^v\d+$/.test(name));
      expect(found.sort()).toEqual(names.map(name => sanitiseBytes(Buffer.from(name))).sort());
      expect(stdout.replaceAll('\n', '')).not.toMatch(CONTROL);
    });
  });
});
