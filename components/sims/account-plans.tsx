'use client';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactElement, useState } from 'react';
import { useAct } from '#components/frame/use-act.ts';
import { useSend } from '#components/frame/use-send.ts';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { ListCell, ListTable } from '#components/ui/list-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Quantity } from '#components/ui/quantity.tsx';
import { RadioGroup } from '#components/ui/radio.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { type SimAccountDetail, simPlanSetSchema } from '#server/sims/account-contract.ts';
import { removeSimPlan, setSimPlan } from '#server/sims/actions.ts';
import type { PlanKind, SimPlan } from '#server/sims/contract.ts';
import { simKeys } from './queries.ts';

/** Plans that the account offers, with the APNs that its SIMs get by their communication plan. */
export function AccountPlans({ account, mayUpdate }: { account: SimAccountDetail; mayUpdate: boolean }) {
  const t = useTranslations('sims.accounts');
  const head = [
    { label: t('planName') },
    { label: t('planKind') },
    { label: t('planApns') },
    { label: t('sims'), end: true },
    ...(mayUpdate ? [{ label: '', end: true }] : []),
  ];
  return (
    <Panel
      title={t('plans')}
      padding="flush"
      actions={
        mayUpdate ? (
          <PlanSetDialog accountId={account.id} trigger={<Button size="sm">{t('planAdd')}</Button>} />
        ) : null
      }
    >
      <p className="px-4 pb-3 text-dim text-sm">{t('plansLead')}</p>
      {account.plans.length === 0 ? (
        <p className="px-4 pb-4 text-faint">{t('plansNone')}</p>
      ) : (
        <ListTable label={t('plans')} head={head} bare>
          {account.plans.map((plan) => (
            <tr key={plan.id}>
              <ListCell first wrap>
                {plan.name}
              </ListCell>
              <ListCell>
                <span className="text-dim">{t(`planKinds.${plan.kind}`)}</span>
              </ListCell>
              <ListCell wrap>
                <span className="mono block">{plan.apns.length > 0 ? plan.apns.join(', ') : '–'}</span>
              </ListCell>
              <ListCell end>
                <Quantity value={plan.sims} />
              </ListCell>
              {mayUpdate ? (
                <ListCell end>
                  <PlanButtons accountId={account.id} plan={plan} />
                </ListCell>
              ) : null}
            </tr>
          ))}
        </ListTable>
      )}
    </Panel>
  );
}

function PlanButtons({ accountId, plan }: { accountId: string; plan: SimPlan }) {
  const t = useTranslations('sims.accounts');
  const act = useAct();
  const remove = () =>
    void act(removeSimPlan({ accountId, planId: plan.id }), {
      done: t('planRemoved'),
      stale: [simKeys.account(accountId)],
    });
  return (
    <span className="flex justify-end gap-1">
      {plan.kind === 'communication' ? (
        <PlanSetDialog
          accountId={accountId}
          plan={plan}
          trigger={
            <Button size="sm" variant="quiet" aria-label={`${t('planEdit')}: ${plan.name}`}>
              {t('planEdit')}
            </Button>
          }
        />
      ) : null}
      {plan.sims === 0 ? (
        <Button size="sm" variant="quiet" aria-label={`${t('planRemove')}: ${plan.name}`} onClick={remove}>
          {t('planRemove')}
        </Button>
      ) : null}
    </span>
  );
}

interface PlanSetDialogProps {
  accountId: string;
  plan?: SimPlan;
  trigger: ReactElement;
}

function PlanSetDialog({ accountId, plan, trigger }: PlanSetDialogProps) {
  const t = useTranslations('sims.accounts');
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<PlanKind>(plan?.kind ?? 'communication');
  const [name, setName] = useState(plan?.name ?? '');
  const [apns, setApns] = useState(plan?.apns.join(', ') ?? '');
  const { fields, refusal, pending, send } = useSend();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const given = apns.split(/[\s,;]+/).filter(Boolean);
    const input = { accountId, kind, name, apns: kind === 'communication' ? given : [] };
    const stale = [simKeys.account(accountId)];
    if (await send(simPlanSetSchema, input, setSimPlan, { done: t('planSaved'), stale })) setOpen(false);
  };
  const apnError = Object.entries(fields).find(([path]) => path.startsWith('apns'))?.[1];
  const formId = `plan-${plan?.id ?? 'new'}`;
  return (
    <Dialog
      open={open}
      onOpenChange={setOpen}
      holdOpen
      size="sm"
      title={plan ? plan.name : t('planAdd')}
      trigger={trigger}
      footer={
        <DialogButtons form={formId} pending={pending}>
          {t('form.save')}
        </DialogButtons>
      }
    >
      <form id={formId} onSubmit={submit} noValidate className="flex flex-col gap-4">
        {refusal ? <Banner kind="bad" title={refusal} /> : null}
        {plan ? null : (
          <>
            <RadioGroup
              label={t('planKind')}
              options={(['communication', 'rate'] as const).map((value) => ({
                value,
                label: t(`planKinds.${value}`),
              }))}
              value={kind}
              onValueChange={setKind}
            />
            <TextField
              label={t('planName')}
              name="name"
              maxLength={200}
              value={name}
              error={fields.name}
              onChange={(event) => setName(event.target.value)}
            />
          </>
        )}
        {kind === 'communication' ? (
          <TextField
            label={t('planApns')}
            hint={t('planApnsHint')}
            name="apns"
            mono
            value={apns}
            error={apnError}
            onChange={(event) => setApns(event.target.value)}
          />
        ) : null}
      </form>
    </Dialog>
  );
}
