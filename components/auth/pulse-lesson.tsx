'use client';
import { useTranslations } from 'next-intl';
import { missingPath, tickColours, tickPath } from '#components/ui/pulse.tsx';
import { layoutPulse, type PulseData, type PulseTick } from '#components/ui/pulse-layout.ts';

const day = 24 * 3600;
const lessons = ['alive', 'failing', 'silent'] as const;
type Lesson = (typeof lessons)[number];

/** What the portal draws of every device, explained before the first is seen. */
export function PulseLesson() {
  const t = useTranslations('auth.lesson');
  return (
    <figure className="flex flex-col gap-7">
      <figcaption className="label-type">{t('title')}</figcaption>
      {lessons.map((lesson) => (
        <div key={lesson}>
          <div className="mb-2 flex items-baseline gap-3">
            <span className="font-semibold">{t(`${lesson}.name`)}</span>
            <span className="text-dim text-sm">{t(`${lesson}.text`)}</span>
          </div>
          <Strip lesson={lesson} />
        </div>
      ))}
    </figure>
  );
}

const [width, height] = [560, 44];

function Strip({ lesson }: { lesson: Lesson }) {
  const layout = layoutPulse(example(lesson), width, height - 1);
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="block h-11 w-full"
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" />
      <path d={missingPath(layout.missing, height)} fill="var(--faint)" opacity=".7" />
      <path d={tickPath(layout.ticks, 'uplink', layout.tickWidth)} fill={tickColours.uplink} opacity=".82" />
      <path d={tickPath(layout.ticks, 'downlink', layout.tickWidth)} fill={tickColours.downlink} />
      <path d={tickPath(layout.ticks, 'failed', layout.tickWidth)} fill={tickColours.failed} />
    </svg>
  );
}

/** A drawing, not data: a day with a message every quarter of an hour, the same for every reader. */
function example(lesson: Lesson): PulseData {
  const every = 900;
  const ticks = Array.from({ length: day / every }, (_, index): PulseTick => {
    const wave = Math.sin(index / 9) * 0.18 + Math.sin(index * 2.3) * 0.07;
    const failed = lesson === 'failing' && index > 52 && index < 80 && index % 5 !== 0;
    const answered = lesson === 'alive' && index % 24 === 11;
    return {
      t: index * every * 1000,
      kind: failed ? 'failed' : answered ? 'downlink' : 'uplink',
      level: lesson === 'silent' ? 0.4 + wave - index / 260 : 0.68 + wave,
    };
  });
  const heard = ticks.filter((_, index) => lesson !== 'silent' || (index < 58 && index % 13 !== 7));
  return { from: 0, to: day * 1000, ticks: heard, expectedEverySeconds: every };
}
