// Numbers → Markdown.
import fs from 'node:fs';

export function median(numbers) {
  const sorted = [...numbers].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)];
}

export function ratio(one, other) {
  return (one / other).toFixed(3);
}

export function table(titles, rows) {
  const line = cells => `| ${cells.join(' | ')} |`;
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
export function writeSection(file, name, text) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const old = fs.readFileSync(file, 'utf8');
  const from = old.indexOf(start);
  const to = old.indexOf(end);
  if (from === -1 || to < from) throw new Error(`${file} has no section ${start}`);
  fs.writeFileSync(file, `${old.slice(0, from + start.length)}\n${text}\n${old.slice(to)}`);
}
