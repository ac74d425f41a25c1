import { useAppContext, useNow } from '../../appContext';

const LOOK_MS = 60_000;

/** Who was not let in lately, and what to do if it was a device of one's own. */
export function RejectedConnections() {
  const { snapshot, t, f } = useAppContext();
  const now = useNow(LOOK_MS);
  const say = t.doctor;
  const { turnedAway } = snapshot;
  return (
    <section aria-labelledby="turned-away">
      <h2 class="group" id="turned-away">
        {say.groups.turnedAway}
      </h2>
      {turnedAway.length === 0 ? (
        <p class="third none">{say.nobodyTurnedAway}</p>
      ) : (
        <>
          <p class="third none">{say.turnedAwayMeans}</p>
          <ul class="card checks attempts">
            {turnedAway.map(({ from, why, count, last, letInSince }) => (
              <li key={`${from} ${why}`}>
                <div>
                  <h3>
                    <span class="mono">{from}</span> {say.refusals[why].what}
                  </h3>
                  <p class="second">{letInSince ? say.letInSince : say.refusals[why].todo}</p>
                </div>
                <span class="third">{say.attempt(count, f.day(last, now))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
