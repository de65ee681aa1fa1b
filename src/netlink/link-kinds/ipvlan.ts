import type { LinkKind } from './kind.js';
import { nameIn, type Values } from './values.js';

/** <linux/if_link.h> IFLA_IPVLAN_MODE and enum ipvlan_mode. */
const MODE = 1;
const MODES: Readonly<Record<number, string>> = { 0: 'l2', 1: 'l3', 2: 'l3s' };

const modeOf = (values: Values): string | null => nameIn(MODES, values.u16(MODE));

export const ipvlan: LinkKind = { name: 'ipvlan', link: values => ({ kind: 'ipvlan', mode: modeOf(values) }) };
export const ipvtap: LinkKind = { name: 'ipvtap', link: values => ({ kind: 'ipvtap', mode: modeOf(values) }) };
