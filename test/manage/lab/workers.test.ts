import { describe, expect, it } from 'vitest';
import { workerConfigs } from '../../../src/manage/lab/workers.js';
import { parseTopology } from '../../../src/manage/topology.js';
import { parseWorkerConfig } from '../../../src/manage/traffic/config.js';

const TEXT = `
title: t
namespaces: [{ name: a }, { name: b }, { name: idle }]
servers:
  - { namespace: b, kind: tcp, port: 1234, reply: echo }
traffic:
  - { kind: tcp, from: a, to: 10.0.0.2, port: 1234, packetsPerSecond: 5, bytes: 10 }
  - { kind: ping, from: b, to: 10.0.0.1, packetsPerSecond: 1 }
`;

describe('workerConfigs', () => {
  it('gives each namespace its part, and idle ones none', async () => {
    const configs = workerConfigs(await parseTopology(TEXT, 'f.yaml'));
    const [b, a, ...more] = configs;
    expect(more).toEqual([]);
    expect(a).toMatchObject({
      namespace: 'a',
      servers: [],
      flows: [{ index: 0, kind: 'tcp', to: '10.0.0.2', port: 1234, packetsPerSecond: 5, bytes: 10 }],
    });
    expect(b).toMatchObject({
      namespace: 'b',
      servers: [{ kind: 'tcp', address: '0.0.0.0', port: 1234, reply: 'echo' }],
      flows: [{ index: 1, kind: 'ping', to: '10.0.0.1', packetsPerSecond: 1, bytes: 56 }],
    });
  });

  it('is what a worker understands', async () => {
    for (const config of workerConfigs(await parseTopology(TEXT, 'f.yaml')))
      expect(parseWorkerConfig(JSON.stringify(config))).toEqual(config);
  });
});
