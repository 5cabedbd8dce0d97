'use client';
import Antenna from 'lucide-react/icons/antenna';
import Power from 'lucide-react/icons/power';
import RadioTower from 'lucide-react/icons/radio-tower';
import { useTranslations } from 'next-intl';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { DialogButtons } from '#components/ui/dialog-buttons.tsx';
import { Select } from '#components/ui/select.tsx';
import type { NetworkWish, RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { PlanChoice } from './plan-choice.tsx';
import { useWishMany } from './use-wish-many.ts';

interface BulkProps {
  mayWish: boolean;
  targets: readonly RegistrationTarget[];
  projectId: string | undefined;
}

type Question = 'register' | 'change-plan' | 'deactivate';

interface Asked {
  question: Question;
  selection: TableSelection;
  settle: (done: boolean) => void;
}

const ICONS: Record<Question, ReactNode> = {
  register: <RadioTower aria-hidden="true" />,
  'change-plan': <Antenna aria-hidden="true" />,
  deactivate: <Power aria-hidden="true" />,
};

/** What can be wished for many devices at their network server. */
export function useLoraBulk({ mayWish, targets, projectId }: BulkProps): {
  actions: BulkAction[];
  dialogs: ReactNode;
} {
  const t = useTranslations('lora.bulk');
  const [asked, setAsked] = useState<Asked | null>(null);
  const canChoose = targets.length > 0;
  const actions = useMemo((): BulkAction[] => {
    if (!mayWish) return [];
    const questions: Question[] = canChoose ? ['register', 'change-plan', 'deactivate'] : ['deactivate'];
    return questions.map((question) => ({
      id: question,
      label: t(`action.${question}`),
      icon: ICONS[question],
      onRun: (selection) => new Promise<boolean>((settle) => setAsked({ question, selection, settle })),
    }));
  }, [t, mayWish, canChoose]);
  const close = (done: boolean) => {
    asked?.settle(done);
    setAsked(null);
  };
  return {
    actions,
    dialogs: asked ? <Wish asked={asked} targets={targets} projectId={projectId} onClose={close} /> : null,
  };
}

interface WishProps extends Omit<BulkProps, 'mayWish'> {
  asked: Asked;
  onClose: (done: boolean) => void;
}

function Wish({ asked: { question, selection }, targets, projectId, onClose }: WishProps) {
  const t = useTranslations('lora');
  const wishFor = useWishMany(projectId);
  const [target, setTarget] = useState(targets[0]);
  const plans = question === 'register' ? (target?.plans ?? []) : plansOfAll(targets);
  const [plan, setPlan] = useState(plans[0]?.id ?? '');
  const [pending, setPending] = useState(false);
  const choose = (id: string) => {
    const next = targets.find((one) => one.id === id);
    setTarget(next);
    setPlan(next?.plans[0]?.id ?? '');
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setPending(true);
    const done = await wishFor(selection, wishOf(question, target, plan));
    setPending(false);
    if (done) onClose(true);
  };
  const { count } = selection;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !pending && onClose(false)}
      holdOpen
      size="sm"
      title={t(`bulk.title.${question}`, { count })}
      description={t(`bulk.lead.${question}`)}
      footer={
        <DialogButtons form="lora-bulk" pending={pending}>
          {t(`bulk.action.${question}`)}
        </DialogButtons>
      }
    >
      <form id="lora-bulk" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {question === 'register' && targets.length > 1 ? (
          <Select
            label={t('register.connection')}
            options={targets.map(({ id, name }) => ({ value: id, label: name }))}
            value={target?.id ?? ''}
            onValueChange={choose}
          />
        ) : null}
        {question === 'deactivate' ? null : <PlanChoice plans={plans} value={plan} onValueChange={setPlan} />}
      </form>
    </Dialog>
  );
}

/** Of all network servers, one of each name: each device stays with its own. */
function plansOfAll(targets: readonly RegistrationTarget[]) {
  return [...new Map(targets.flatMap(({ plans }) => plans.map((plan) => [plan.id, plan]))).values()];
}

function wishOf(question: Question, target: RegistrationTarget | undefined, plan: string): NetworkWish {
  if (question === 'deactivate') return { kind: 'deactivate' };
  if (question === 'change-plan') return { kind: 'change-plan', plan };
  return { kind: 'register', plan, ...(target ? { connectionId: target.id } : {}) };
}
