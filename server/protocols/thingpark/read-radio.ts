import type { GatewayReception, GeoPoint, RadioSettings } from '#server/protocols/lorawan/event.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  boundedDegrees,
  gatewayIdOf,
  radioSettings,
  reception,
  strongestFirst,
} from '#server/protocols/provider-envelope/lora-fields.ts';

/** `Spfact` is how the join request variant writes it. Frequency is MHz, only in newer versions. */
export function readRadio(fields: Fields): RadioSettings {
  const frequency = fields.number('Frequency');
  return radioSettings({
    frequencyHz: frequency ? Math.round(frequency * 1_000_000) : null,
    spreadingFactor: (fields.integer('SpFact', 0, 12) ?? fields.integer('Spfact', 0, 12)) || null,
    bandwidthHz: null,
    channel: fields.text('Channel'),
    subBand: fields.text('SubBand'),
  });
}

/** `Lrrs.Lrr[]` names up to ten gateways; `LrrLAT`/`LrrLON` beside it belong to the best one, `Lrrid`. */
export function readReceptions(fields: Fields): GatewayReception[] {
  const best = fields.scalar('Lrrid');
  const location = readLrrPoint(fields);
  const listed = fields.childOrEmpty('Lrrs').oneOrMore('Lrr');
  const lrrs = listed.length === 0 && best !== undefined ? [fields] : listed;
  const receptions = lrrs.map((lrr) => {
    const gatewayId = lrr.required('Lrrid', lrr.scalar('Lrrid'));
    return reception({
      gatewayId,
      rssi: lrr.number('LrrRSSI') ?? null,
      snr: lrr.number('LrrSNR') ?? null,
      esp: lrr.number('LrrESP'),
      antenna: lrr.scalar('Chain'),
      location: best !== undefined && gatewayIdOf(best) === gatewayIdOf(gatewayId) ? location : undefined,
    });
  });
  return strongestFirst(receptions);
}

function readLrrPoint(fields: Fields): GeoPoint | undefined {
  if (!fields.has('LrrLAT') || !fields.has('LrrLON')) return undefined;
  const latitude = boundedDegrees(fields, 'LrrLAT', 90);
  const longitude = boundedDegrees(fields, 'LrrLON', 180);
  return latitude === 0 && longitude === 0 ? undefined : { latitude, longitude };
}
