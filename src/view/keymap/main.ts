/** Keys of the list and of the pages. */
import type { Binding } from './model.js';

type Key = Omit<Binding, 'mode' | 'group'> & { readonly command: string };

function group(name: Binding['group'], keys: readonly Key[]): readonly Binding[] {
  return keys.map(key => ({ ...key, mode: 'main', group: name }));
}

/** Those with a word in the footer stand first, in its order. */
const FOOTER: readonly Binding[] = [
  ...group('Session', [
    { keys: ['?', 'f1'], action: { type: 'page', page: 'help' }, help: 'this page', footer: 'help', command: 'help' },
  ]),
  ...group('List', [
    {
      keys: ['/'],
      action: { type: 'prompt', kind: 'filter' },
      help: 'filter; it applies as you type',
      footer: 'filter',
      command: 'filter',
    },
    {
      keys: ['s', 'f6'],
      action: { type: 'pick', picker: 'sort' },
      help: 'choose the column to sort by',
      footer: 'sort',
      command: 'sort',
    },
  ]),
  ...group('Show', [
    { keys: ['enter'], action: { type: 'open' }, help: 'detail; fold a group or a branch', footer: 'detail', command: 'detail' },
    { keys: ['tab'], action: { type: 'view-step', direction: 1 }, help: 'next view', footer: 'view', command: 'next' },
  ]),
  ...group('List', [
    { keys: ['space'], action: { type: 'tag' }, help: 'tag the row, and one down', footer: 'tag', command: 'tag' },
  ]),
  ...group('Change', [
    {
      keys: ['n'],
      action: { type: 'pick', picker: 'new' },
      help: 'new: pair, namespace, bridge, connect, uplink',
      footer: 'new',
      command: 'new',
    },
    {
      keys: ['D'],
      action: { type: 'form', form: 'remove' },
      help: 'delete the row, or those tagged; shows first what goes with it',
      footer: 'delete',
      command: 'delete',
    },
  ]),
  ...group('Show', [
    { keys: ['p'], action: { type: 'pause' }, help: 'hold the picture; counting goes on', footer: 'pause', command: 'pause' },
    { keys: ['u'], action: { type: 'units' }, help: 'packets, bits or bytes per second', footer: 'units', command: 'units' },
    { keys: ['E'], action: { type: 'page', page: 'events' }, help: 'all events', footer: 'events', command: 'events' },
  ]),
  ...group('Session', [
    {
      keys: [':'],
      action: { type: 'prompt', kind: 'command' },
      help: 'type a command; Tab completes',
      footer: 'command',
      command: 'command',
    },
    { keys: ['q', 'f10', 'C-c'], action: { type: 'quit' }, help: 'quit', footer: 'quit', command: 'quit' },
  ]),
];

const MOVE: readonly Binding[] = group('Move', [
  { keys: ['up', 'k'], action: { type: 'move', by: 'row', direction: -1 }, help: 'one row up', command: 'up' },
  { keys: ['down', 'j'], action: { type: 'move', by: 'row', direction: 1 }, help: 'one row down', command: 'down' },
  { keys: ['pageup'], action: { type: 'move', by: 'page', direction: -1 }, help: 'one page up', command: 'page-up' },
  { keys: ['pagedown'], action: { type: 'move', by: 'page', direction: 1 }, help: 'one page down', command: 'page-down' },
  { keys: ['home'], action: { type: 'move', by: 'end', direction: -1 }, help: 'first row', command: 'first' },
  { keys: ['end'], action: { type: 'move', by: 'end', direction: 1 }, help: 'last row', command: 'last' },
  {
    keys: ['left', 'h'],
    action: { type: 'sideways', direction: -1 },
    help: 'columns back; fold; in a detail: earlier',
    command: 'left',
  },
  {
    keys: ['right', 'l'],
    action: { type: 'sideways', direction: 1 },
    help: 'more columns; unfold; in a detail: later',
    command: 'right',
  },
]);

const LIST: readonly Binding[] = group('List', [
  { keys: ['<'], action: { type: 'sort-column', direction: -1 }, help: 'sort by the column to the left', command: 'sort-left' },
  { keys: ['>'], action: { type: 'sort-column', direction: 1 }, help: 'sort by the column to the right', command: 'sort-right' },
  { keys: ['I'], action: { type: 'reverse-sort' }, help: 'reverse the sort', command: 'reverse' },
  { keys: ['c'], action: { type: 'pick', picker: 'columns' }, help: 'choose columns', command: 'columns' },
  { keys: ['g'], action: { type: 'pick', picker: 'group' }, help: 'group the rows', command: 'group' },
  { keys: ['U'], action: { type: 'untag' }, help: 'untag all', command: 'untag' },
  { keys: ['H'], action: { type: 'hide' }, help: 'hide the row, or those tagged; :unhide shows them', command: 'hide' },
  { keys: ['F'], action: { type: 'follow' }, help: 'follow the row: it keeps its place on the screen', command: 'follow' },
  { keys: ['a'], action: { type: 'classes' }, help: 'Drops: losses only, or every class', command: 'classes' },
]);

const SHOW: readonly Binding[] = group('Show', [
  { keys: ['S-tab'], action: { type: 'view-step', direction: -1 }, help: 'view before', command: 'previous' },
  { keys: ['1'], action: { type: 'view', view: 'pairs' }, help: 'Pairs', command: 'view pairs' },
  { keys: ['2'], action: { type: 'view', view: 'namespaces' }, help: 'Namespaces', command: 'view namespaces' },
  { keys: ['3'], action: { type: 'view', view: 'topology' }, help: 'Topology', command: 'view topology' },
  { keys: ['4'], action: { type: 'view', view: 'drops' }, help: 'Drops', command: 'view drops' },
  { keys: ['5'], action: { type: 'view', view: 'doctor' }, help: 'Doctor', command: 'view doctor' },
  { keys: ['escape'], action: { type: 'back' }, help: 'back; in the list: stop following, clear the filter', command: 'back' },
  { keys: ['i'], action: { type: 'scale' }, help: 'steps of 1000 (k) or 1024 (Ki)', command: 'scale' },
  { keys: ['T'], action: { type: 'pick', picker: 'theme' }, help: 'choose a theme', command: 'theme' },
]);

const SESSION: readonly Binding[] = group('Session', [
  { keys: ['+'], action: { type: 'interval', direction: 1 }, help: 'longer interval', command: 'slower' },
  { keys: ['-'], action: { type: 'interval', direction: -1 }, help: 'shorter interval', command: 'faster' },
  { keys: ['L'], action: { type: 'depth' }, help: 'probe packets and drops, or drops only (light)', command: 'depth' },
  { keys: ['y'], action: { type: 'copy' }, help: 'copy the row, or those tagged (OSC 52)', command: 'copy' },
  { keys: ['C-z'], action: { type: 'suspend' }, help: 'suspend', command: 'suspend' },
  { keys: ['C-l'], action: { type: 'redraw' }, help: 'draw the screen anew', command: 'redraw' },
]);

const CHANGE: readonly Binding[] = group('Change', [
  {
    keys: ['e'],
    action: { type: 'pick', picker: 'edit' },
    help: 'edit an end: state, name, MTU, addresses, bridge',
    command: 'edit',
  },
  {
    keys: ['f'],
    action: { type: 'form', form: 'fix' },
    help: "Doctor: apply the finding's fix; shows it first",
    command: 'fix',
  },
  { keys: ['x'], action: { type: 'shell' }, help: 'a shell in the namespace of the row', command: 'shell' },
]);

export const MAIN_KEYS: readonly Binding[] = [...FOOTER, ...MOVE, ...LIST, ...SHOW, ...SESSION, ...CHANGE];
