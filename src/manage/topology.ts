/** Reading a topology file: YAML text → typed topology, or an error that points at the line and column. */
import { readFile } from 'node:fs/promises';
import type { Document, LineCounter } from 'yaml';
import { reasonOf, VethtopError } from '../core/errors.js';
import { sanitise } from '../core/text.js';
import { checkTopology, type DocumentPath, type TopologyIssue } from './topology-check.js';
import type { Topology } from './topology-schema.js';

export type { Topology, TopologyEnd, TopologyServer, TopologyTraffic } from './topology-schema.js';

/** At most this many problems are told at once. */
const ISSUE_LIMIT = 5;

/** @throws VethtopError `not-found` when it can't be read, `malformed` as `parseTopology` does. */
export async function readTopology(path: string): Promise<Topology> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new VethtopError({ code: 'not-found', what: `can't read the topology ${path}`, why: reasonOf(error), cause: error });
  }
  return parseTopology(text, path);
}

/**
 * @param source what messages call the text: its file's path.
 * @throws VethtopError `malformed`: each problem with `source:line:column`.
 */
export async function parseTopology(text: string, source: string): Promise<Topology> {
  const [yaml, { safeParse }, { TopologySchema }] = await Promise.all([
    import('yaml'),
    import('valibot'),
    import('./topology-schema.js'),
  ]);
  const lineCounter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter, prettyErrors: false });
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    throw malformed(
      source,
      faults.map(({ pos, message }) => ({ ...lineCounter.linePos(pos[0]), message })),
    );
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    // Aliases that expand without end.
    throw malformed(source, [{ line: 1, col: 1, message: reasonOf(error) }]);
  }
  const positioned = ({ path, message }: TopologyIssue) => ({
    ...positionOf(document, lineCounter, path),
    message: path.length === 0 ? message : `${pathText(path)}: ${message}`,
  });
  const result = safeParse(TopologySchema, value);
  if (!result.success) {
    const issues = result.issues.map(issue => ({
      path: (issue.path ?? []).flatMap(({ key }) => keyOf(key)),
      message: said(issue),
    }));
    throw malformed(source, issues.map(positioned));
  }
  const issues = checkTopology(result.output);
  if (issues.length > 0) throw malformed(source, issues.map(positioned));
  return result.output;
}

/** What valibot says of keys is about its types. */
function said({
  type,
  expected,
  received,
  message,
}: {
  type: string;
  expected: string | null;
  received: string;
  message: string;
}): string {
  if (type === 'strict_object' && expected === 'never') return 'there is no such key';
  return type === 'strict_object' && received === 'undefined' ? 'it is missing' : message;
}

interface PositionedIssue {
  readonly line: number;
  readonly col: number;
  readonly message: string;
}

function malformed(source: string, issues: readonly PositionedIssue[]): VethtopError {
  const lines = issues.slice(0, ISSUE_LIMIT).map(({ line, col, message }) => `${source}:${line}:${col}: ${sanitise(message)}`);
  const more = issues.length > ISSUE_LIMIT ? [`and ${issues.length - ISSUE_LIMIT} more`] : [];
  return new VethtopError({
    code: 'malformed',
    what: 'the topology file is not valid',
    why: `\n${[...lines, ...more].join('\n')}`,
  });
}

/** Where the path's value stands; where it is missing, its closest ancestor. */
function positionOf(document: Document.Parsed, lineCounter: LineCounter, path: DocumentPath): { line: number; col: number } {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = startOf(node);
    if (start !== undefined) return lineCounter.linePos(start);
  }
  return { line: 1, col: 1 };
}

function startOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const start: unknown = node.range[0];
  return typeof start === 'number' ? start : undefined;
}

function keyOf(key: unknown): DocumentPath {
  return typeof key === 'string' || typeof key === 'number' ? [key] : [];
}

function pathText(path: DocumentPath): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${key}`)).join('');
}
