'use client';
import List from 'lucide-react/icons/list';
import Workflow from 'lucide-react/icons/workflow';
import { useTranslations } from 'next-intl';
import { Chip } from '#components/ui/chip.tsx';
import { useUrlParams } from '#components/ui/url-params.ts';

export interface GraphView {
  asList: boolean;
  show: (list: boolean) => void;
}

/** Kept in the address: who reads it as a list gets it as one again. */
export function useGraphView(): GraphView {
  const [params, change] = useUrlParams();
  return {
    asList: params.get('view') === 'list',
    show: (list) => change((address) => (list ? address.set('view', 'list') : address.delete('view'))),
  };
}

export function ViewChips({ view: { asList, show } }: { view: GraphView }) {
  const t = useTranslations('flows.graph');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip
        active={!asList}
        aria-pressed={!asList}
        icon={<Workflow aria-hidden="true" />}
        onClick={() => show(false)}
      >
        {t('asGraph')}
      </Chip>
      <Chip
        active={asList}
        aria-pressed={asList}
        icon={<List aria-hidden="true" />}
        onClick={() => show(true)}
      >
        {t('asList')}
      </Chip>
    </div>
  );
}
