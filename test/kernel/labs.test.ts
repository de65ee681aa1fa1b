import { expect, it } from 'vitest';
import type { DropsLine } from '../../src/output/json.js';
import type { PrivateHost } from '../support/private-host.js';
import { describeNeeding } from '../support/requirements.js';
import { until } from '../support/until.js';
import { change, createHost, pings } from './manage-host.js';

/** One for each class of loss that this machine's kernel can have; VLAN filtering is not in every one. */
const LOSSES = [
  { link: /^eth0@lab-mtu-a$/, reason: 'NOT_SPECIFIED', function: /^__dev_forward_skb/ },
  { link: /^eth0@lab-down-a$/, reason: 'QDISC_DROP', function: /^__dev_queue_xmit$/ },
  { link: /^cable\d@lab-stp-[ab]$/, reason: 'BRIDGE_INGRESS_STP_STATE', function: /^br_handle_frame$/ },
  { link: /^eth0@lab-nft-b$/, reason: 'NETFILTER_DROP', function: /./ },
  { link: /^eth0@lab-queue-a$/, reason: 'QDISC_DROP', function: /./ },
] as const;

/** Runs `look` while the lab is there, and expects that nothing of it is left afterwards. */
async function inLab(lab: string, look: (host: PrivateHost) => Promise<void>): Promise<void> {
  await using host = await createHost();
  const owner = await host.spawnVethtop(['lab', lab, '--json']);
  await owner.until(({ stdout }) => stdout.includes('"namespaces"'), { what: `lab ${lab}`, timeoutMs: 30_000 });
  await look(host);
  expect(await owner.stop('SIGINT')).toEqual({ exitCode: 130, signal: null });
  expect(await host.sh('ls /run/netns /run/vethtop/labs; pgrep -a "vethtop|traffic|ping" || true')).toBe(
    '/run/netns:\n\n/run/vethtop/labs:\n',
  );
}

async function counter(host: PrivateHost, namespace: string, link: string, name: string): Promise<number> {
  return Number(await host.sh(`ip netns exec ${namespace} cat /sys/class/net/${link}/statistics/${name}`));
}

describeNeeding(
  [
    'namespaces',
    'program:ip',
    'program:ping',
    'program:nsenter',
    'program:sysctl',
    'program:pgrep',
    'program:tc',
    'program:nft',
    'program:bpftrace',
  ],
  'the labs',
  () => {
    it('two-namespaces: they reach each other', () =>
      inLab('two-namespaces', async host => {
        expect(await pings(host, 'lab-ns1', '192.168.1.2')).toBe(true);
      }));

    it('blackhole: neighbours resolve, ping fails, and moving the address mends it', () =>
      inLab('blackhole', async host => {
        expect(await pings(host, 'lab-box', '10.254.3.1')).toBe(false);
        expect(await pings(host, 'lab-box', '10.254.3.3')).toBe(true);
        expect(await host.sh('ip -n lab-box neigh show 10.254.3.1')).toMatch(/lladdr/);
        await change(host, 'set to-box@lab-bh --move-address-to br0');
        expect(await pings(host, 'lab-box', '10.254.3.1')).toBe(true);
      }));

    it('isolated: unreachable until a bridge joins them', () =>
      inLab('isolated', async host => {
        expect(await pings(host, 'lab-iso-1', '10.254.4.2')).toBe(false);
        await change(host, 'add bridge br0@lab-iso --ports to-iso-1,to-iso-2');
        await until(() => pings(host, 'lab-iso-1', '10.254.4.2'), { what: 'a ping' });
      }));

    it('openstack: VMs, router and DHCP server reach each other', () =>
      inLab('openstack', async host => {
        for (const address of ['10.254.5.12', '10.254.5.1', '10.254.5.2'])
          expect(await pings(host, 'lab-vm-1', address)).toBe(true);
        expect(await host.sh('ip -n lab-node -br link')).toMatch(/qvo3f09aa10-2b@qvb3f09aa10-2b/);
      }));

    it('lossy: each pair loses what it should, and drops says so', { timeout: 120_000 }, () =>
      inLab('lossy', async host => {
        // No carrier: the packets never reach the link.
        expect(await host.sh('ip -n lab-down-a -br link show eth0')).toMatch(/NO-CARRIER/);
        expect(await counter(host, 'lab-down-a', 'eth0', 'tx_packets')).toBe(0);
        const drops = await host.spawnVethtop(['drops', '--json', '-d', '0.5']);
        const missing = () => {
          const line: DropsLine | null = JSON.parse(drops.lines().at(-1) ?? 'null');
          const found = (line?.drops ?? []).filter(drop => drop.class === 'loss');
          return LOSSES.filter(({ link, reason, function: name }) =>
            found.every(
              drop =>
                !link.test(`${drop.link?.name}@${drop.link?.namespace}`) || drop.reason !== reason || !name.test(drop.function),
            ),
          ).map(loss => `${loss.reason} at ${loss.link.source}`);
        };
        await until(() => missing().length === 0, { what: () => `${missing().join(', ')}; ${drops.stderr}`, timeoutMs: 60_000 });
        expect(await drops.stop('SIGINT')).toMatchObject({ exitCode: 130 });
      }),
    );
  },
);
