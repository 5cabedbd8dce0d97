import type { GatewayReception, RadioSettings } from '#server/protocols/lorawan/event.ts';
import type { Fields } from '#server/protocols/provider-envelope/fields.ts';
import {
  protoGatewayPoint,
  radioSettings,
  reception,
  strongestFirst,
} from '#server/protocols/provider-envelope/lora-fields.ts';
import { enumName } from './chirpstack-messages.ts';

const MAX_UINT32 = 0xffff_ffff;

export function readTxInfo(event: Fields): RadioSettings {
  const txInfo = event.childOrEmpty('txInfo');
  const lora = txInfo.childOrEmpty('modulation').childOrEmpty('lora');
  return radioSettings({
    frequencyHz: txInfo.integer('frequency', 0, MAX_UINT32) || null,
    spreadingFactor: lora.integer('spreadingFactor', 0, 12) || null,
    bandwidthHz: lora.integer('bandwidth', 0, MAX_UINT32) || null,
    codingRate: codingRate(lora),
  });
}

/** `CR_4_5` → `4/5`, `CR_LI_4_5` → `4/5LI`; older servers have it as text in codeRateLegacy. */
function codingRate(lora: Fields): string | undefined {
  const name = enumName('CodeRate', lora.scalar('codeRate'));
  const match = /^CR_(LI_)?(\d)_(\d)$/.exec(name);
  if (match) return `${match[2]}/${match[3]}${match[1] ? 'LI' : ''}`;
  return lora.text('codeRateLegacy');
}

export function codeRateName(rate: string | undefined): string | undefined {
  const match = /^(\d)\/(\d)(LI)?$/.exec(rate ?? '');
  return match ? `CR_${match[3] ? 'LI_' : ''}${match[1]}_${match[2]}` : undefined;
}

/** proto3 leaves a figure of 0 out, so an absent RSSI or SNR is 0; FSK has no SNR at all. */
export function readReceptions(event: Fields, isLora: boolean): GatewayReception[] {
  const receptions = event.children('rxInfo').map((rx) => {
    const antenna = rx.integer('antenna', 0, MAX_UINT32) ?? 0;
    return reception({
      gatewayId: rx.required('gatewayId', rx.text('gatewayId')),
      rssi: rx.number('rssi') ?? 0,
      snr: rx.number('snr') ?? (isLora ? 0 : null),
      antenna: antenna === 0 ? undefined : String(antenna),
      location: protoGatewayPoint(rx.child('location')),
    });
  });
  return strongestFirst(receptions);
}
