/** Numbers of rtnetlink that this program uses, by header of the kernel's uapi. */

/** <linux/netlink.h> */
export const NLMSG = { ERROR: 2, DONE: 3 } as const;
export const NLM_F = { REQUEST: 0x1, MULTI: 0x2, ACK: 0x4, DUMP_INTR: 0x10, DUMP: 0x300 } as const;
/** The two top bits of an attribute's type are flags (nested, network byte order). */
export const NLA_TYPE_MASK = 0x3fff;

/** <linux/rtnetlink.h> */
export const RTM = {
  NEWLINK: 16,
  DELLINK: 17,
  GETLINK: 18,
  NEWADDR: 20,
  DELADDR: 21,
  GETADDR: 22,
  NEWQDISC: 36,
  DELQDISC: 37,
  NEWNSID: 88,
  DELNSID: 89,
  GETNSID: 90,
} as const;
export const RTNLGRP = { LINK: 1, TC: 4, IPV4_IFADDR: 5, IPV6_IFADDR: 9, NSID: 28 } as const;
export const RTEXT_FILTER_SKIP_STATS = 1 << 3;

/** <linux/if_link.h> */
export const IFLA = {
  ADDRESS: 1,
  IFNAME: 3,
  MTU: 4,
  LINK: 5,
  QDISC: 6,
  MASTER: 10,
  OPERSTATE: 16,
  LINKINFO: 18,
  STATS64: 23,
  EXT_MASK: 29,
  CARRIER: 33,
  LINK_NETNSID: 37,
  TARGET_NETNSID: 46,
  PROP_LIST: 52,
  ALT_IFNAME: 53,
} as const;
export const IFLA_INFO = { KIND: 1, DATA: 2, SLAVE_KIND: 4, SLAVE_DATA: 5 } as const;

/** <linux/if_addr.h> */
export const IFA = { ADDRESS: 1, LOCAL: 2, TARGET_NETNSID: 10 } as const;

/** <linux/net_namespace.h> */
export const NETNSA = { NSID: 1, FD: 3 } as const;

/** <linux/if.h> */
export const IFF = { UP: 0x1, LOOPBACK: 0x8 } as const;

/** Address families, <linux/socket.h>. */
export const AF = { UNSPEC: 0, INET: 2, INET6: 10 } as const;

/** errno values, <asm-generic/errno-base.h> and errno.h. */
export const ERRNO = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EAGAIN: 11,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  EOPNOTSUPP: 95,
  ENOBUFS: 105,
} as const;

/**
 * Ids that we assign start here. The kernel's own lazy ones (a peer in a namespace nobody gave an id) are the lowest
 * free, so the two never meet on a host with fewer hidden namespaces than this.
 */
export const FIRST_NSID = 1 << 16;
