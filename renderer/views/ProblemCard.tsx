import type { Problem } from '../../preload/contract';
import { relay } from '../bridge';
import { Icon } from '../parts/Icon';
import { explain } from '../parts/problems';
import { PortSetting } from './PortSetting';

/** Why the relay does not run, and what to do: it takes the place of the other cards until it is solved. */
export function ProblemCard({ problem, port }: { problem: Problem; port: number }) {
  const { title, text, remedies } = explain(problem, relay);
  const portMatters = problem.kind !== 'passwordLocked';
  return (
    <>
      <section class="card lead" aria-labelledby="problem">
        <span class="sign error">
          <Icon name="alert" />
        </span>
        <div>
          <h2 id="problem">{title}</h2>
          <p class="second">{text}</p>
          <div class="actions">
            {remedies.map(({ label, act }, i) => (
              <button key={label} type="button" class={i === 0 ? 'main' : ''} onClick={act}>
                {label}
              </button>
            ))}
          </div>
        </div>
      </section>
      {portMatters && <PortSetting port={port} running={false} />}
    </>
  );
}
