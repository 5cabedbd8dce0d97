import { SOURCE_KINDS, type SourceKind } from './contract.ts';

/** What a device has in common with others, as texts: `gateway:0016C001F1500812`, `connection:<id>`, `door:http`. */

export const gatewaySource = (gatewayId: string): string => `gateway:${gatewayId}`;

/** What it came in by: its network server, its SIM's account, or the door itself, which the kind of the message begins with. */
export function doorSource(kind: string, connectionId: string | null, simAccountId: string | null): string {
  if (connectionId) return `connection:${connectionId}`;
  if (simAccountId) return `sim-account:${simAccountId}`;
  return `door:${kind.split('.', 1)[0]}`;
}

export function readSource(source: string): { kind: SourceKind; id: string } {
  const at = source.indexOf(':');
  const kind = SOURCE_KINDS.find((one) => one === source.slice(0, at));
  if (!kind) throw new Error(`no source: ${source}`);
  return { kind, id: source.slice(at + 1) };
}
