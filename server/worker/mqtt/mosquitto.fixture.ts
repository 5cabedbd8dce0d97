import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe } from 'vitest';
import { debianProgram } from '#server/platform/test-programs.ts';
import { type MqttDevice, PASSWORD } from './broker-scene.fixture.ts';

/** Tests that need Debian's mosquitto-clients; where there are none, the name says why they are skipped. */
export function describeMosquitto(name: string, tests: () => void): void {
  const found = debianProgram('mosquitto_pub', 'mosquitto-clients');
  describe.skipIf('missing' in found)(`${name}${'missing' in found ? ` (${found.missing})` : ''}`, tests);
}

/** `mosquitto_pub` or `mosquitto_sub`, signed in as a device. */
export async function runMosquitto(
  program: 'mosquitto_pub' | 'mosquitto_sub',
  { port, device }: { port: number; device: MqttDevice },
  args: string[],
): Promise<{ code: number | null; out: string }> {
  const login = ['-h', '127.0.0.1', '-p', String(port), '-u', device.urn, '-P', PASSWORD, '-V', 'mqttv311'];
  const child = spawn(program, [...login, ...args]);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (out += chunk));
  const [code] = await once(child, 'exit');
  return { code, out };
}
