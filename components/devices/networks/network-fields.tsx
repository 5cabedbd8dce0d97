'use client';
import { useTranslations } from 'next-intl';
import { makeSharedSecret } from '#components/destinations/make-secret.ts';
import { SecretField } from '#components/destinations/secret-field.tsx';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Network } from '#server/device-types/contract.ts';
import type { NetworkValues } from './network-values.ts';
import { randomUuid } from './random-uuid.ts';
import { SimField } from './sim-field.tsx';

export interface NetworkFieldsProps {
  values: NetworkValues;
  set: (change: Partial<NetworkValues>) => void;
  fields: FieldWords;
}

const keys = [
  { name: 'devEui', digits: 16 },
  { name: 'joinEui', digits: 16 },
  { name: 'appKey', digits: 32 },
] as const;

interface SeveralNetworks {
  networks: readonly Network[];
  /** The device has its secret already, whatever network it came with. */
  hasSecret?: boolean | undefined;
}

/** One secret whatever the network: the device signs with it on each. */
export function NetworkFields({ networks, hasSecret, ...props }: NetworkFieldsProps & SeveralNetworks) {
  return (
    <>
      {networks.includes('lora') ? <LoraFields {...props} /> : null}
      {networks.includes('cellular') ? <CellularFields {...props} /> : null}
      {networks.includes('generic') ? <GenericFields {...props} /> : null}
      {!hasSecret && networks.some((network) => network !== 'lora') ? <SharedSecret {...props} /> : null}
    </>
  );
}

function LoraFields({ values, set, fields }: NetworkFieldsProps) {
  const t = useTranslations('devices.wizard.network');
  return keys.map(({ name, digits }) => (
    <TextField
      key={name}
      label={t(name)}
      name={name}
      mono
      autoFocus={name === 'devEui'}
      maxLength={100}
      placeholder={t('digits', { digits })}
      hint={t(`${name}Hint`)}
      value={values[name]}
      error={fields[name]}
      onChange={(event) => set({ [name]: event.target.value })}
    />
  ));
}

function CellularFields({ values, set, fields }: NetworkFieldsProps) {
  const t = useTranslations('networks');
  return (
    <>
      <TextField
        label="IMEI"
        name="imei"
        mono
        autoFocus
        inputMode="numeric"
        maxLength={100}
        hint={t('imeiHint')}
        value={values.imei}
        error={fields.imei}
        onChange={(event) => set({ imei: event.target.value })}
      />
      <SimField value={values.iccid} error={fields.iccid} onChange={(iccid) => set({ iccid })} />
    </>
  );
}

function GenericFields({ values, set, fields }: NetworkFieldsProps) {
  const t = useTranslations('networks');
  return (
    <>
      <TextField
        label="DvnUUID"
        name="dvnUuid"
        mono
        maxLength={100}
        hint={t('dvnUuidHint')}
        value={values.dvnUuid}
        error={fields.dvnUuid}
        onChange={(event) => set({ dvnUuid: event.target.value })}
      />
      <Button size="sm" className="-mt-3 self-start" onClick={() => set({ dvnUuid: randomUuid() })}>
        {t('anotherUuid')}
      </Button>
    </>
  );
}

function SharedSecret({ values, set, fields }: NetworkFieldsProps) {
  const t = useTranslations('networks');
  return (
    <SecretField
      label={t('sharedSecret')}
      hint={t('sharedSecretHint')}
      name="sharedSecret"
      isSet={false}
      generate={makeSharedSecret}
      value={values.sharedSecret}
      error={fields.sharedSecret}
      onChange={(sharedSecret) => set({ sharedSecret })}
    />
  );
}
