import type { Control, OfferedEncoder } from '#server/device-types/contract.ts';
import { controlMisfit } from '#server/device-types/control-rules.ts';
import type { DownlinkMethod } from '#server/downlinks/contract.ts';
import { encodeCommands } from '#server/encoders/rules.ts';
import { DomainError, invalidInput } from '#server/platform/errors.ts';

type Wishes = Record<string, number | string | boolean>;

/** What stands in the way of controls: values that they do not allow, field by field. */
export function refuseMisfits(controls: readonly Control[], desired: Wishes): void {
  const misfits = Object.entries(desired).flatMap(([name, value]) => {
    const message = controlMisfit(controls, name, value);
    return message ? [{ path: `desired.${name}`, message }] : [];
  });
  if (misfits.length > 0) throw invalidInput(misfits);
}

/**
 * The commands that wishes send, as one LoRa downlink; null where none of them has a command, and SenML tells the device.
 * Wishes with and without a command do not go together, nor those of different tables.
 */
export function methodOfCommands(
  controls: readonly Control[],
  encoders: readonly OfferedEncoder[],
  desired: Wishes,
): DownlinkMethod | null {
  const given = Object.entries(desired).map(([name, value]) => ({
    name: controls.find((one) => one.name === name)?.command,
    value: String(value),
  }));
  const named = given.flatMap(({ name, value }) => (name === undefined ? [] : [{ name, value }]));
  if (named.length === 0) return null;
  if (named.length < given.length) throw new DomainError('twins.mixed-controls', 'invalid');
  const encoder = encoders
    .filter(
      ({ kind, commands }) =>
        kind === 'table' && named.every(({ name }) => commands.some((c) => c.name === name)),
    )
    .sort((a, b) => Number(b.own) - Number(a.own))[0];
  if (!encoder) throw new DomainError('twins.no-encoder', 'conflict', { command: named[0]?.name ?? '' });
  const answer = encodeCommands(encoder, named);
  if (!answer.ok)
    throw new DomainError('twins.cannot-encode', 'invalid', {
      command: answer.refusal.name,
      reason: answer.refusal.code,
    });
  const [downlink, ...more] = answer.downlinks;
  if (!downlink || more.length > 0)
    throw new DomainError('twins.several-downlinks', 'invalid', { command: named[0]?.name ?? '' });
  return { type: 'lora', port: downlink.port, payloadHex: downlink.payloadHex.toLowerCase() };
}
