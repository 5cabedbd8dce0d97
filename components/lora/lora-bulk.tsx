'use client';
import Antenna from 'lucide-react/icons/antenna';
import Power from 'lucide-react/icons/power';
import PowerOff from 'lucide-react/icons/power-off';
import RadioTower from 'lucide-react/icons/radio-tower';
import RotateCw from 'lucide-react/icons/rotate-cw';
import { useTranslations } from 'next-intl';
import { type ReactNode, useMemo, useState } from 'react';
import { SelectionDialog } from '#components/bulk-tasks/choice-dialog.tsx';
import { useStartBulk } from '#components/bulk-tasks/use-start-bulk.ts';
import { narrowed } from '#components/frame/narrowed.ts';
import { withinProject } from '#components/frame/within-project.ts';
import type { BulkAction, TableSelection } from '#components/ui/data-table/table-types.ts';
import { Select } from '#components/ui/select.tsx';
import type { BulkKind, BulkOptions } from '#server/bulk-tasks/contract.ts';
import type { RegistrationTarget } from '#server/lora-registrations/contract.ts';
import { PlanChoice } from './plan-choice.tsx';
import { loraKeys } from './queries.ts';

interface BulkProps {
  mayWish: boolean;
  targets: readonly RegistrationTarget[];
  projectId: string | undefined;
}

type Question = 'register' | 'retry' | 'change-plan' | 'deactivate' | 'reactivate';

interface Asked {
  question: Question;
  selection: TableSelection;
  settle: (done: boolean) => void;
}

const ICONS: Record<Question, ReactNode> = {
  register: <RadioTower aria-hidden="true" />,
  retry: <RotateCw aria-hidden="true" />,
  'change-plan': <Antenna aria-hidden="true" />,
  deactivate: <PowerOff aria-hidden="true" />,
  reactivate: <Power aria-hidden="true" />,
};

const KINDS: Record<Question, BulkKind> = {
  register: 'register-devices',
  retry: 'retry-registrations',
  'change-plan': 'set-connectivity-plan',
  deactivate: 'set-network-status',
  reactivate: 'set-network-status',
};

const STALE = [loraKeys.all];

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
    const questions: Question[] = canChoose
      ? ['register', 'retry', 'change-plan', 'deactivate', 'reactivate']
      : ['retry', 'deactivate', 'reactivate'];
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
  const start = useStartBulk('lora', STALE);
  const [target, setTarget] = useState(targets[0]);
  const plans = question === 'register' ? (target?.plans ?? []) : plansOfAll(targets);
  const [plan, setPlan] = useState(plans[0]?.id ?? '');
  const choose = (id: string) => {
    const next = targets.find((one) => one.id === id);
    setTarget(next);
    setPlan(next?.plans[0]?.id ?? '');
  };
  const run = () =>
    start(
      KINDS[question],
      narrowed(selection, (query) => withinProject(query, projectId)),
      optionsOf(question, target, plan),
    );
  const { count } = selection;
  return (
    <SelectionDialog
      title={t(`bulk.title.${question}`, { count })}
      description={t(`bulk.lead.${question}`)}
      action={t(`bulk.action.${question}`)}
      run={run}
      onClose={onClose}
    >
      {question === 'register' && targets.length > 1 ? (
        <Select
          label={t('register.connection')}
          options={targets.map(({ id, name }) => ({ value: id, label: name }))}
          value={target?.id ?? ''}
          onValueChange={choose}
        />
      ) : null}
      {question === 'register' || question === 'change-plan' ? (
        <PlanChoice plans={plans} value={plan} onValueChange={setPlan} />
      ) : null}
    </SelectionDialog>
  );
}

/** Of all network servers, one of each name: each device stays with its own. */
function plansOfAll(targets: readonly RegistrationTarget[]) {
  return [...new Map(targets.flatMap(({ plans }) => plans.map((plan) => [plan.id, plan]))).values()];
}

function optionsOf(question: Question, target: RegistrationTarget | undefined, plan: string): BulkOptions {
  switch (question) {
    case 'register':
      return { connectivityPlan: plan, ...(target ? { connectionId: target.id } : {}) };
    case 'change-plan':
      return { connectivityPlan: plan };
    case 'retry':
      return {};
    default:
      return { networkStatus: question === 'deactivate' ? 'DEACTIVATED' : 'ACTIVE' };
  }
}
