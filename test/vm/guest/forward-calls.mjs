/** What a program counts that probes dev_forward_skb, beside one that probes what veth_xmit calls. */
import { spawn } from 'node:child_process';
import { until } from './until.mjs';

const PROGRAM = `
BEGIN { printf("ready\\n"); }
kprobe:dev_forward_skb { @dev_forward_skb = count(); }
kprobe:__dev_forward_skb { @under_dev_forward_skb = count(); }
kprobe:veth_xmit { @veth_xmit = count(); }
`;

export async function countForwardCalls() {
  const child = spawn('bpftrace', ['-B', 'line', '-f', 'json', '-e', PROGRAM], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  let over = false;
  const ended = new Promise(resolve => child.once('close', resolve)).then(() => {
    over = true;
  });
  await until(
    () => over || stdout.includes('ready'),
    () => `the kprobes: ${stderr}`,
    60_000,
  );
  if (over) throw new Error(`bpftrace: ${stderr}`);
  return {
    async stop() {
      child.kill('SIGINT');
      await ended;
      const count = name => Number(new RegExp(`"@${name}": (\\d+)`).exec(stdout)?.[1] ?? 0);
      return {
        devForwardSkb: count('dev_forward_skb'),
        underDevForwardSkb: count('under_dev_forward_skb'),
        vethXmit: count('veth_xmit'),
      };
    },
  };
}
