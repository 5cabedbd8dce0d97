'use client';
import { useTranslations } from 'next-intl';
import { makeSharedSecret } from '#components/destinations/make-secret.ts';
import { SecretField } from '#components/destinations/secret-field.tsx';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import type { Network } from '#server/device-types/contract.ts';
import type { FreeSim } from '#server/sims/contract.ts';
import type { NetworkValues } from './network-values.ts';
import { randomUuid } from './random-uuid.ts';

export interface NetworkFieldsProps {
  values: NetworkValues;
  set: (change: Partial<NetworkValues>) => void;
  fields: FieldWords;
  /** SIMs that are in no device. */
  sims: FreeSim[];
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

function CellularFields({ values, set, fields, sims }: NetworkFieldsProps) {
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
      <SimField value={values.iccid} error={fields.iccid} sims={sims} onChange={(iccid) => set({ iccid })} />
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

function SharedSecret({ values, set, fields }: Pick<NetworkFieldsProps, 'values' | 'set' | 'fields'>) {
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

const MOST_SIMS = 4;

interface SimFieldProps {
  value: string;
  error: string | undefined;
  sims: FreeSim[];
  onChange: (iccid: string) => void;
}

/** Typed from the card, or picked from those that are in no device; a few digits narrow these. */
export function SimField({ value, error, sims, onChange }: SimFieldProps) {
  const t = useTranslations('networks');
  const digits = value.replace(/\D/g, '');
  const fitting = sims.filter(({ iccid, msisdn }) => iccid.includes(digits) || msisdn?.includes(digits));
  const shown = fitting.some(({ iccid }) => iccid === digits) ? [] : fitting.slice(0, MOST_SIMS);
  return (
    <div>
      <TextField
        label={t('iccid')}
        name="iccid"
        optional
        mono
        inputMode="numeric"
        maxLength={100}
        hint={sims.length > 0 ? t('iccidHint') : t('iccidNoSims')}
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
      {shown.length > 0 ? (
        <ul aria-label={t('freeSims')} className="mt-1.5 flex flex-col gap-1">
          {shown.map((sim) => (
            <li key={sim.id}>
              <Button size="sm" onClick={() => onChange(sim.iccid)} className="max-w-full">
                <span className="truncate font-mono">{sim.iccid}</span>
                {sim.msisdn ? <span className="truncate text-dim">{sim.msisdn}</span> : null}
              </Button>
            </li>
          ))}
          {fitting.length > shown.length ? (
            <li className="text-faint text-sm">{t('moreSims', { count: fitting.length - shown.length })}</li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}
