import type { Command as Commander } from 'commander';
import { changeIntent } from './change-intent.js';
import type { ChangeFlags } from './change-options.js';
import { changeOptions, collect, wholeNumber } from './change-options.js';
import type { Command } from './command.js';

interface PairFlags extends ChangeFlags {
  readonly addressA?: readonly string[];
  readonly addressB?: readonly string[];
  readonly macA?: string;
  readonly macB?: string;
  readonly mtu?: number;
  readonly up?: true;
  readonly createNs?: true;
}

interface BridgeFlags extends ChangeFlags {
  readonly address?: readonly string[];
  readonly ports?: readonly string[];
  readonly mtu?: number;
  readonly stp?: true;
  readonly vlanFiltering?: true;
  readonly down?: true;
  readonly createNs?: true;
}

interface ConnectFlags extends ChangeFlags {
  readonly bridge: string;
  readonly name?: string;
  readonly portName?: string;
  readonly address?: readonly string[];
  readonly gateway?: string | false;
  readonly mtu?: number;
  readonly createNs?: true;
}

interface UplinkFlags extends ChangeFlags {
  readonly via: string;
  readonly masquerade?: true;
}

type Finish = (status: number) => void;

function addNs(add: Commander, program: Commander, finish: Finish): void {
  changeOptions(add.command('ns').argument('<name>').description('a named network namespace, with lo up')).action(
    async (name: string, flags: ChangeFlags) => finish(await changeIntent({ kind: 'add-namespace', name }, flags, program)),
  );
}

function addPair(add: Commander, program: Commander, finish: Finish): void {
  changeOptions(
    add
      .command('pair')
      .argument('<end-a>', 'NAME or NAME@NAMESPACE')
      .argument('<end-b>', 'NAME or NAME@NAMESPACE')
      .description('a veth pair, each end where it belongs')
      .option('--address-a <address>', 'with prefix length; may be repeated', collect)
      .option('--address-b <address>', 'with prefix length; may be repeated', collect)
      .option('--mac-a <mac>', 'of the first end')
      .option('--mac-b <mac>', 'of the second end')
      .option('--mtu <bytes>', 'of both ends', wholeNumber)
      .option('--up', 'set both ends up')
      .option('--create-ns', 'make the namespaces that are not there'),
  ).action(async (a: string, b: string, flags: PairFlags) =>
    finish(
      await changeIntent(
        {
          kind: 'add-pair',
          a: { link: a, addresses: flags.addressA ?? [], mac: flags.macA },
          b: { link: b, addresses: flags.addressB ?? [], mac: flags.macB },
          mtu: flags.mtu,
          up: flags.up === true,
          createNamespaces: flags.createNs === true,
        },
        flags,
        program,
      ),
    ),
  );
}

function addBridge(add: Commander, program: Commander, finish: Finish): void {
  changeOptions(
    add
      .command('bridge')
      .argument('<name>', 'NAME or NAME@NAMESPACE')
      .description('a bridge, up, with its ports attached')
      .option('--address <address>', 'with prefix length; may be repeated', collect)
      .option('--ports <links>', 'links of the same namespace, separated by commas', collect)
      .option('--mtu <bytes>', 'of the bridge', wholeNumber)
      .option('--stp', 'spanning tree')
      .option('--vlan-filtering', 'VLAN filtering')
      .option('--down', 'leave it down')
      .option('--create-ns', 'make the namespace if it is not there'),
  ).action(async (link: string, flags: BridgeFlags) =>
    finish(
      await changeIntent(
        {
          kind: 'add-bridge',
          link,
          addresses: flags.address ?? [],
          ports: flags.ports ?? [],
          mtu: flags.mtu,
          stp: flags.stp === true,
          vlanFiltering: flags.vlanFiltering === true,
          up: flags.down !== true,
          createNamespaces: flags.createNs === true,
        },
        flags,
        program,
      ),
    ),
  );
}

function addConnect(add: Commander, program: Commander, finish: Finish): void {
  changeOptions(
    add
      .command('connect')
      .argument('<namespace>')
      .requiredOption('--bridge <bridge>', 'BRIDGE or BRIDGE@NAMESPACE')
      .description('a namespace joined to a bridge: pair, port, address and default route')
      .option('--name <name>', 'of the end inside; the next free ethN otherwise')
      .option('--port-name <name>', "of the bridge's port; made of the namespace's name otherwise")
      .option('--address <address>', "the next free one of the bridge's subnet otherwise; may be repeated", collect)
      .option('--gateway <address>', "the bridge's address otherwise")
      .option('--no-gateway', 'no default route')
      .option('--mtu <bytes>', "the bridge's otherwise", wholeNumber)
      .option('--create-ns', 'make the namespace if it is not there'),
  ).action(async (namespace: string, flags: ConnectFlags) =>
    finish(
      await changeIntent(
        {
          kind: 'connect',
          namespace,
          bridge: flags.bridge,
          name: flags.name,
          portName: flags.portName,
          addresses: flags.address ?? [],
          gateway: flags.gateway === false ? 'none' : flags.gateway,
          mtu: flags.mtu,
          createNamespaces: flags.createNs === true,
        },
        flags,
        program,
      ),
    ),
  );
}

function addUplink(add: Commander, program: Commander, finish: Finish): void {
  changeOptions(
    add
      .command('uplink')
      .argument('<bridge>', 'BRIDGE or BRIDGE@NAMESPACE')
      .requiredOption('--via <link>', 'the link that packets leave by')
      .description('a way out for what is behind a bridge: forwarding, and masquerade')
      .option('--masquerade', 'packets leave under the address of that link'),
  ).action(async (bridge: string, flags: UplinkFlags) =>
    finish(await changeIntent({ kind: 'uplink', bridge, via: flags.via, masquerade: flags.masquerade === true }, flags, program)),
  );
}

export const add: Command = {
  name: 'add',
  register(program, finish) {
    const command = program.command('add').description('make namespaces, pairs, bridges; connect them, and give them a way out');
    for (const part of [addNs, addPair, addBridge, addConnect, addUplink]) part(command, program, finish);
  },
};
