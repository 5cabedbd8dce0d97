'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { fetchWholeRows } from '#components/frame/fetch-rows.ts';
import { useAct } from '#components/frame/use-act.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox, type ComboboxOption } from '#components/ui/combobox.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import type { DeviceListItem } from '#server/devices/contract.ts';
import { linkSim } from '#server/sims/actions.ts';
import type { Sim } from '#server/sims/contract.ts';
import { simKeys } from './queries.ts';

const SHOWN = 20;

export function PutIntoDevice({ sim }: { sim: Sim }) {
  const t = useTranslations('sims.action');
  const act = useAct();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const [device, setDevice] = useState<ComboboxOption | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const { data, isFetching } = useCellularDevices(text, open);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!device) return;
    setPending(true);
    const answer = await act(linkSim({ deviceId: device.value, simId: sim.id, replace: true }), {
      done: t('linked', { device: device.label }),
      stale: [simKeys.all],
      quiet: true,
    });
    setPending(false);
    if (answer.ok) setOpen(false);
    else setRefusal(answer.words);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="sm"
      title={t('link')}
      description={<span className="mono">{sim.iccid}</span>}
      trigger={<Button>{t('link')}</Button>}
      footer={
        <DialogButtons form="put-into-device" pending={pending} disabled={!device}>
          {t('link')}
        </DialogButtons>
      }
    >
      <form id="put-into-device" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        <Combobox
          label={t('chooseDevice')}
          hint={t('chooseDeviceHint')}
          options={data?.options ?? []}
          value={device}
          onValueChange={setDevice}
          onSearch={setText}
          searching={isFetching}
          more={data?.more}
        />
      </form>
    </Dialog>
  );
}

function useCellularDevices(text: string, enabled: boolean) {
  return useQuery({
    queryKey: ['sims', 'devices', text],
    enabled,
    queryFn: async ({ signal }): Promise<{ options: ComboboxOption[]; more: boolean }> => {
      const filters = [{ field: 'network', op: 'is' as const, value: 'cellular' }];
      const query = { filters, limit: SHOWN, ...(text ? { q: text } : {}) };
      const page = await fetchWholeRows<DeviceListItem>('devices', query, signal);
      // A managed device keeps the SIM that it came with.
      const options = page.rows
        .filter(({ deviceType }) => deviceType.category === 'own')
        .map(({ id, name, identifier }) => ({ value: id, label: name, hint: identifier ?? undefined }));
      return { options, more: page.next !== null };
    },
    placeholderData: (before) => before,
  });
}
