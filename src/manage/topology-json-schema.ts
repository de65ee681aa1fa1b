/** The JSON Schema of topology files, made from the schema that reads them, so that the two can't differ. */
import { TopologySchema } from './topology-schema.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Draft 2020-12. What is checked by a function alone (names, addresses) is described, and not expressed. */
export function topologyJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'vethtop topology',
    description: 'Read by `vethtop apply` and `vethtop destroy`. A namespace that is left out is the host.',
    ...convert(TopologySchema),
  };
}

/** One kind of valibot schema each; an unknown one is an error, so that the published schema is never too lax unnoticed. */
const KINDS: Readonly<Record<string, (schema: Record<string, unknown>) => JsonSchema>> = {
  strict_object: ({ entries }) => objectSchema(isRecord(entries) ? entries : {}),
  optional: schema => withDefault(convert(schema.wrapped), schema.default),
  array: ({ item }) => ({ type: 'array', items: convert(item) }),
  string: () => ({ type: 'string' }),
  number: () => ({ type: 'number' }),
  boolean: () => ({ type: 'boolean' }),
  literal: ({ literal }) => ({ const: literal }),
  picklist: ({ options }) => ({ enum: options }),
  union: ({ options }) => ({ anyOf: list(options).map(convert) }),
  variant: ({ options }) => ({ oneOf: list(options).map(convert) }),
};

const ACTIONS: Readonly<Record<string, (action: Record<string, unknown>) => JsonSchema>> = {
  integer: () => ({ type: 'integer' }),
  min_value: ({ requirement }) => ({ minimum: requirement }),
  max_value: ({ requirement }) => ({ maximum: requirement }),
  gt_value: ({ requirement }) => ({ exclusiveMinimum: requirement }),
  non_empty: () => ({ minLength: 1 }),
  regex: ({ requirement }) => ({ pattern: requirement instanceof RegExp ? patternOf(requirement) : undefined }),
  description: ({ description }) => ({ description }),
  excludes: () => ({}),
  check: () => ({}),
  readonly: () => ({}),
};

function convert(schema: unknown): JsonSchema {
  if (!isRecord(schema)) throw new Error('not a schema');
  const kind = KINDS[String(schema.type)];
  if (kind === undefined) throw new Error(`a schema of kind ${String(schema.type)} has no JSON Schema`);
  const actions = list(schema.pipe)
    .slice(1)
    .map(action => {
      if (!isRecord(action)) throw new Error('not an action');
      const convertAction = ACTIONS[String(action.type)];
      if (convertAction === undefined) throw new Error(`an action of kind ${String(action.type)} has no JSON Schema`);
      return convertAction(action);
    });
  return Object.assign({}, kind(schema), ...actions);
}

function objectSchema(entries: Record<string, unknown>): JsonSchema {
  const required = Object.entries(entries).flatMap(([name, entry]) =>
    isRecord(entry) && entry.type === 'optional' ? [] : [name],
  );
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, convert(entry)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function withDefault(schema: JsonSchema, preset: unknown): JsonSchema {
  return preset === undefined ? schema : { ...schema, default: preset };
}

/** JSON Schema patterns have no flags. */
function patternOf({ source, flags }: RegExp): string {
  return flags.includes('i') ? source.replaceAll('a-f', 'a-fA-F') : source;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
