'use client';
import { useTranslations } from 'next-intl';
import type { FieldWords } from '#components/frame/issue-words.ts';
import type { Network } from '#server/device-types/contract.ts';
import type { DeviceCredentials } from '#server/devices/contract.ts';
import {
  appKeySchema,
  devEuiSchema,
  dvnUuidSchema,
  iccidSchema,
  imeiSchema,
  joinEuiSchema,
  sharedSecretSchema,
} from '#server/devices/network-contract.ts';

const schemas = {
  devEui: devEuiSchema,
  joinEui: joinEuiSchema,
  appKey: appKeySchema,
  imei: imeiSchema,
  iccid: iccidSchema,
  dvnUuid: dvnUuidSchema,
  sharedSecret: sharedSecretSchema,
};

/** What is typed of a device's network information, whatever its network. */
export type NetworkValues = Record<keyof typeof schemas, string>;

export const NO_VALUES: NetworkValues = {
  devEui: '',
  joinEui: '',
  appKey: '',
  imei: '',
  iccid: '',
  dvnUuid: '',
  sharedSecret: '',
};

const FIELDS = {
  lora: ['devEui', 'joinEui', 'appKey'],
  cellular: ['imei', 'iccid', 'sharedSecret'],
  generic: ['dvnUuid', 'sharedSecret'],
} as const satisfies Record<Network, readonly (keyof NetworkValues)[]>;

/** The field whose value must be the only one of its kind on the platform. */
export const IDENTIFIER_FIELD = { lora: 'devEui', cellular: 'imei', generic: 'dvnUuid' } as const;

/** What is wrong with them, field by field; the SIM alone may follow later, and of a secret that is there none is asked. */
export function useNetworkCheck(): (
  networks: readonly Network[],
  values: NetworkValues,
  hasSecret?: boolean,
) => FieldWords {
  const t = useTranslations('networks');
  return (networks, values, hasSecret = false) =>
    Object.fromEntries(
      networks
        .flatMap((network) => FIELDS[network])
        .flatMap((name) => {
          if (name === 'sharedSecret' && hasSecret) return [];
          if (name === 'iccid' && values.iccid.trim() === '') return [];
          return schemas[name].safeParse(values[name]).success ? [] : [[name, t(`${name}Wrong`)]];
        }),
    );
}

/** As the contract wants them. */
export function networkInfoOf(networks: readonly Network[], values: NetworkValues) {
  const { devEui, joinEui, appKey, imei, iccid, dvnUuid, sharedSecret } = values;
  const secret = sharedSecret ? { sharedSecret } : {};
  return {
    ...(networks.includes('lora') ? { lora: { devEui, joinEui, appKey } } : {}),
    ...(networks.includes('cellular')
      ? { cellular: { imei, ...secret, ...(iccid.trim() ? { iccid } : {}) } }
      : {}),
    ...(networks.includes('generic') ? { generic: { dvnUuid, ...secret } } : {}),
  };
}

/** What the reader has to take along: what the platform made, and what was typed and cannot be read again. */
export function toTakeAlong(
  made: DeviceCredentials | null,
  networks: readonly Network[],
  values: NetworkValues,
): DeviceCredentials | null {
  if (networks.every((network) => network === 'lora')) return made;
  const { dvnUuid, sharedSecret } = values;
  return {
    ...(networks.includes('generic') ? { dvnUuid: dvnUuid.trim().toLowerCase() } : {}),
    sharedSecret,
    ...made,
  };
}
