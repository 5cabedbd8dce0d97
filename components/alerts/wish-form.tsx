'use client';
import { useTimeZone, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { CheckboxGroup } from '#components/ui/checkbox-group.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Select } from '#components/ui/select.tsx';
import { setWish } from '#server/alerts/actions.ts';
import { ALERT_KINDS, type AlertWish, MAIL_RHYTHMS } from '#server/alerts/contract.ts';
import { alertKeys } from './queries.ts';

interface WishFormProps {
  wish: AlertWish;
  projects: readonly { id: string; name: string }[];
}

/** What somebody wants to hear of, and how. */
export function WishForm({ wish: stored, projects }: WishFormProps) {
  const t = useTranslations('alerts');
  const act = useAct();
  const [wish, setDraft] = useState(stored);
  const [pending, setPending] = useState(false);
  const here = useTimeZone();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    await act(setWish({ ...wish, timeZone: here }), { done: t('wish.done'), stale: [alertKeys.notices] });
    setPending(false);
  };
  return (
    <Panel title={t('wish.title')}>
      <form onSubmit={submit} noValidate className="flex max-w-xl flex-col gap-5">
        <p className="text-dim text-sm">{t('wish.lead')}</p>
        <CheckboxGroup
          label={t('wish.kinds')}
          options={ALERT_KINDS.map((value) => ({
            value,
            label: t(`kind.${value}`),
            hint: t(`wish.kindHint.${value}`),
          }))}
          value={wish.kinds}
          onValueChange={(kinds) => setDraft({ ...wish, kinds })}
        />
        <Select
          label={t('wish.mail')}
          value={wish.mail}
          options={MAIL_RHYTHMS.map((value) => ({ value, label: t(`wish.rhythm.${value}`) }))}
          onValueChange={(mail) => setDraft({ ...wish, mail })}
        />
        {wish.mail === 'off' ? null : (
          <p className="text-dim text-sm">
            {here && here !== stored.timeZone
              ? t('wish.zoneChanges', { zone: stored.timeZone ?? 'UTC', here })
              : t('wish.zone', { zone: stored.timeZone ?? 'UTC' })}
          </p>
        )}
        <div className="flex flex-col gap-2">
          <Checkbox
            label={t('wish.allProjects')}
            checked={wish.projectIds === null}
            onCheckedChange={(all) => setDraft({ ...wish, projectIds: all ? null : [] })}
          />
          {wish.projectIds ? (
            <CheckboxGroup
              label={t('wish.projects')}
              options={projects.map(({ id, name }) => ({ value: id, label: name }))}
              value={wish.projectIds}
              onValueChange={(projectIds) => setDraft({ ...wish, projectIds })}
            />
          ) : null}
        </div>
        <Button type="submit" variant="primary" pending={pending} className="self-start">
          {t('wish.submit')}
        </Button>
      </form>
    </Panel>
  );
}
