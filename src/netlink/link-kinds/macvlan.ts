import type { LinkKind } from './kind.js';
import { nameIn, type Values } from './values.js';

/** <linux/if_link.h> IFLA_MACVLAN_MODE and enum macvlan_mode. */
const MODE = 1;
const MODES: Readonly<Record<number, string>> = { 1: 'private', 2: 'vepa', 4: 'bridge', 8: 'passthru', 16: 'source' };

const modeOf = (values: Values): string | null => nameIn(MODES, values.u32(MODE));

export const macvlan: LinkKind = { name: 'macvlan', link: values => ({ kind: 'macvlan', mode: modeOf(values) }) };
export const macvtap: LinkKind = { name: 'macvtap', link: values => ({ kind: 'macvtap', mode: modeOf(values) }) };
