'use client';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ZoomIn from 'lucide-react/icons/zoom-in';
import ZoomOut from 'lucide-react/icons/zoom-out';
import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import { type GraphAsk, pan, zoom } from './graph-range.ts';

interface GraphZoomProps {
  shown: Pick<GraphAsk, 'from' | 'to'>;
  onChange: (ask: Partial<GraphAsk>) => void;
}

/** Closer, wider, earlier, later: each reads the measurements of what is shown then anew. */
export function GraphZoom({ shown, onChange }: GraphZoomProps) {
  const t = useTranslations('devices.graph');
  const to = (next: Pick<GraphAsk, 'from' | 'to'>) => onChange({ range: 'custom', ...next });
  return (
    <fieldset className="flex items-center gap-1">
      <legend className="sr-only">{t('zoom')}</legend>
      <IconButton
        label={t('earlier')}
        icon={<ChevronLeft aria-hidden="true" />}
        onClick={() => to(pan(shown, -0.5, Date.now()))}
      />
      <IconButton
        label={t('later')}
        icon={<ChevronRight aria-hidden="true" />}
        onClick={() => to(pan(shown, 0.5, Date.now()))}
      />
      <IconButton
        label={t('closer')}
        icon={<ZoomIn aria-hidden="true" />}
        onClick={() => to(zoom(shown, 0.5, Date.now()))}
      />
      <IconButton
        label={t('wider')}
        icon={<ZoomOut aria-hidden="true" />}
        onClick={() => to(zoom(shown, 2, Date.now()))}
      />
    </fieldset>
  );
}
