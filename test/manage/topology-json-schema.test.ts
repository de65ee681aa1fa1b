import { join } from 'node:path';
import { expect, it } from 'vitest';
import { topologyJsonSchema } from '../../src/manage/topology-json-schema.js';
import { ROOT } from '../support/paths.js';

it('the published JSON Schema is the one that files are read with', async () => {
  await expect(`${JSON.stringify(topologyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(join(ROOT, 'docs/topology.schema.json'));
});

it('refuses unknown keys and says what is needed', () => {
  expect(topologyJsonSchema()).toMatchObject({
    required: ['title'],
    additionalProperties: false,
    properties: {
      pairs: { type: 'array', default: [], items: { required: ['a', 'b'], additionalProperties: false } },
      traffic: {
        items: { oneOf: [{ properties: { kind: { enum: ['udp', 'tcp'] } } }, { properties: { kind: { const: 'ping' } } }] },
      },
      bridges: {
        items: { properties: { vlans: { properties: { defaultPvid: { type: 'integer', minimum: 0, maximum: 4094 } } } } },
      },
    },
  });
});
