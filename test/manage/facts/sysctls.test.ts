import { describe, expect, it } from 'vitest';
import { rulesetOf } from '../../../src/manage/facts/settings.js';
import { changedLinkSysctls, changedSysctls, parseSysctls } from '../../../src/manage/facts/sysctls.js';

const FRESH = `/proc/sys/net/ipv4/ip_forward:0
/proc/sys/net/ipv4/conf/all/rp_filter:0
/proc/sys/net/ipv4/conf/default/rp_filter:0
/proc/sys/net/ipv4/conf/lo/rp_filter:0
/proc/sys/net/ipv4/neigh/lo/gc_stale_time:60
/proc/sys/net/ipv4/tcp_rmem:4096\t131072\t6291456
`;
const NOW = `${FRESH.replace('conf/all/rp_filter:0', 'conf/all/rp_filter:2').replace('ip_forward:0', 'ip_forward:1')}
/proc/sys/net/ipv4/conf/eth0.5/rp_filter:1
/proc/sys/net/ipv4/neigh/eth0.5/gc_stale_time:77
/proc/sys/net/ipv6/conf/default/mtu:1280
/proc/sys/net/ipv6/conf/eth0.5/mtu:1500
/proc/sys/net/netfilter/nf_log/0:a
/proc/sys/net/netfilter/nf_log/0:b
`;

describe('sysctls', () => {
  it('of a namespace are those that a new one has otherwise, what is for all links last but theirs', () => {
    expect(changedSysctls(parseSysctls(NOW), parseSysctls(FRESH))).toEqual([
      'net/ipv4/ip_forward=1',
      'net/ipv4/conf/all/rp_filter=2',
    ]);
    expect(changedSysctls(parseSysctls(FRESH), parseSysctls(FRESH))).toEqual([]);
  });

  it('of a link are those that a new link has otherwise', () => {
    expect(changedLinkSysctls(parseSysctls(NOW)).get('eth0.5')).toEqual([
      'net/ipv4/conf/eth0.5/rp_filter=1',
      'net/ipv4/neigh/eth0.5/gc_stale_time=77',
    ]);
  });

  it('of several lines are left out', () => {
    expect(parseSysctls(NOW).has('net/netfilter/nf_log/0')).toBe(false);
    expect(parseSysctls(NOW).get('net/ipv4/tcp_rmem')).toBe('4096\t131072\t6291456');
  });
});

describe('nft rules', () => {
  it.each([
    ['', 'none'],
    ['table inet t {\n\tchain c {\n\t\tiifname "eth0" accept\n\t}\n}\n', 'loadable'],
    // By index: the link has to be there.
    ['table inet t {\n\tchain c {\n\t\tiif "eth0" accept\n\t}\n}\n', 'stuck'],
    ['table netdev t {\n\tchain c {\n\t\ttype filter hook ingress device "eth0" priority 0\n\t}\n}\n', 'stuck'],
    ['table ip nat {\n\tchain c {\n\t\tcounter packets 0 bytes 0 xt target "MASQUERADE"\n\t}\n}\n', 'stuck'],
    [`table inet t {\n${'x'.repeat(130_000)}\n}`, 'stuck'],
  ])('%j are %s', (text, kind) => {
    expect(rulesetOf(text).kind).toBe(kind);
  });
});
