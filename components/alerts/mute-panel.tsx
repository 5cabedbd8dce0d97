'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { FlowCombobox } from '#components/flows/flow-combobox.tsx';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { IdCombobox } from '#components/ui/id-combobox.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { muteAlerts } from '#server/alerts/actions.ts';
import type { AlertMute, MuteTarget } from '#server/alerts/contract.ts';
import { A_DAY, MuteFields, muteInput } from './mute-fields.tsx';
import { MuteNotes } from './mute-notes.tsx';
import { alertKeys } from './queries.ts';

type Named = { id: string; name: string };

interface MutePanelProps {
  mutes: readonly AlertMute[];
  types: readonly Named[];
  projects: readonly Named[];
  mayMute: boolean;
}

/** What is muted, and a way to mute more than devices one by one. */
export function MutePanel({ mutes, mayMute, ...choices }: MutePanelProps) {
  const t = useTranslations('alerts.mutes');
  return (
    <Panel title={t('title')}>
      {mutes.length === 0 ? <p className="text-dim text-sm">{t('empty')}</p> : null}
      <MuteNotes mutes={mutes} mayMute={mayMute} />
      {mayMute ? <MuteMany {...choices} /> : null}
    </Panel>
  );
}

const WIDE = ['device-type', 'project', 'flow'] as const satisfies MuteTarget[];

function MuteMany({ types, projects }: Pick<MutePanelProps, 'types' | 'projects'>) {
  const t = useTranslations('alerts');
  const act = useAct();
  const [target, setTarget] = useState<(typeof WIDE)[number]>('device-type');
  const [chosen, setChosen] = useState<Named | null>(null);
  const [wish, setWish] = useState(A_DAY);
  const [pending, setPending] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!chosen) return;
    setPending(true);
    const done = t('mute.doneOne', { name: chosen.name });
    const input = { target, id: chosen.id, ...muteInput(wish) };
    const answer = await act(muteAlerts(input), { done, stale: [alertKeys.all] });
    setPending(false);
    if (!answer.ok) return;
    setChosen(null);
    setWish(A_DAY);
  };
  const named = target === 'project' ? projects : types;
  return (
    <form onSubmit={submit} noValidate className="mt-4 flex flex-col gap-4 border-line border-t pt-4">
      <h3 className="font-semibold text-sm">{t('mutes.add')}</h3>
      <Select
        label={t('mutes.what')}
        value={target}
        options={WIDE.map((value) => ({ value, label: t(`mute.target.${value}`) }))}
        onValueChange={(value) => {
          setTarget(value);
          setChosen(null);
        }}
      />
      {target === 'flow' ? (
        <FlowCombobox label={t('mutes.which')} value={chosen?.id ?? null} onValueChange={setChosen} />
      ) : (
        <IdCombobox
          label={t('mutes.which')}
          value={chosen?.id ?? null}
          options={named.map(({ id, name }) => ({ value: id, label: name }))}
          onValueChange={(id) => setChosen(named.find((one) => one.id === id) ?? null)}
        />
      )}
      <MuteFields wish={wish} onChange={setWish} />
      <Button
        type="submit"
        pending={pending}
        disabled={!chosen || wish.reason.trim() === ''}
        className="self-start"
      >
        {t('mute.submit')}
      </Button>
    </form>
  );
}
