'use client';
import Plug from 'lucide-react/icons/plug';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import type { FieldWords } from '#components/frame/issue-words.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { linkToNetwork } from '#server/devices/actions.ts';
import type { Device } from '#server/devices/contract.ts';
import { deviceKeys } from '../queries.ts';
import { NetworkFields } from './network-fields.tsx';
import {
  IDENTIFIER_FIELD,
  type NetworkValues,
  NO_VALUES,
  networkInfoOf,
  useNetworkCheck,
} from './network-values.ts';
import { randomUuid } from './random-uuid.ts';

interface LinkToNetworkProps {
  device: Device;
  network: 'cellular' | 'generic';
  /** With the secret that was set, to be shown by what outlives this: a linked device has nothing to link any more. */
  onLinked: (secret: string | null) => void;
}

/** What was left for later in the wizard; afterwards the identifier stays. */
export function LinkToNetwork({ device, network, onLinked }: LinkToNetworkProps) {
  const t = useTranslations('networks');
  const ui = useTranslations('ui');
  const act = useAct();
  const check = useNetworkCheck();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState<NetworkValues>(NO_VALUES);
  const [fields, setFields] = useState<FieldWords>({});
  const [refusal, setRefusal] = useState<string>();
  const [pending, setPending] = useState(false);
  const hasSecret = device.sharedSecretSince !== null;
  const begin = (next: boolean) => {
    setOpen(next);
    if (next && values.dvnUuid === '') setValues({ ...NO_VALUES, dvnUuid: randomUuid() });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = check([network], values, hasSecret);
    setFields(wrong);
    if (Object.keys(wrong).length > 0) return;
    setPending(true);
    const { cellular, generic } = networkInfoOf([network], values);
    const link = cellular
      ? ({ id: device.id, network: 'cellular', info: cellular } as const)
      : ({ id: device.id, network: 'generic', info: generic ?? {} } as const);
    const done = await act(linkToNetwork(link), { stale: [deviceKeys.all], quiet: true });
    setPending(false);
    if (!done.ok) {
      const taken = done.error.code === 'devices.identifier-taken';
      const field = taken ? IDENTIFIER_FIELD[network] : done.error.code.startsWith('sims.') ? 'iccid' : null;
      setFields(field ? { [field]: done.words } : {});
      setRefusal(field ? undefined : done.words);
      return;
    }
    setOpen(false);
    onLinked(values.sharedSecret || null);
    setValues(NO_VALUES);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={begin}
      holdOpen
      title={t('linkTitle')}
      description={t('linkText')}
      trigger={
        <Button variant="primary" icon={<Plug aria-hidden="true" />}>
          {t('link')}
        </Button>
      }
      footer={
        <>
          <DialogClose render={<Button />}>{ui('cancel')}</DialogClose>
          <Button variant="primary" type="submit" form="link-network" pending={pending}>
            {t('link')}
          </Button>
        </>
      }
    >
      <form id="link-network" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <NetworkFields
          networks={[network]}
          hasSecret={hasSecret}
          values={values}
          fields={fields}
          set={(change) => setValues((before) => ({ ...before, ...change }))}
        />
      </form>
    </Dialog>
  );
}
