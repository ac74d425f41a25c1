import { Component, type ComponentType, createElement } from 'preact';

/** That component, drawn again only when one of its props is another: for long lists, of which little changes. */
export function memo<P extends object>(Drawn: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const now: Readonly<P> = this.props;
      return (Object.keys(next) as (keyof P)[]).some((name) => next[name] !== now[name]);
    }

    override render() {
      return createElement(Drawn, this.props);
    }
  };
}
