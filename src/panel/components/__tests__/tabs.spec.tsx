import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';
import React, { useState } from 'react';
import { Tabs } from '../tabs';

const trans = nullTranslator.load('jupyterlab-kserve');

function Page(): React.JSX.Element {
  const [selected, setSelected] = useState('one');
  const tabs = ['one', 'two', 'three'].map(id => ({
    id,
    label: id,
    render: () => <p>{`content of ${id}`}</p>
  }));
  return (
    <Tabs
      label={trans.__('Parts')}
      tabs={tabs}
      selected={selected}
      onSelect={setSelected}
    />
  );
}

describe('Tabs', () => {
  it('draws the selected one only, and names its panel after it', () => {
    render(<Page />);
    expect(screen.getByRole('tabpanel', { name: 'one' })).toBeTruthy();
    expect(screen.queryByText('content of two')).toBeNull();
    fireEvent.click(screen.getByRole('tab', { name: 'two' }));
    expect(screen.getByText('content of two')).toBeTruthy();
  });

  it('is one tab stop, and the keys move at once', () => {
    render(<Page />);
    const stops = screen
      .getAllByRole('tab')
      .filter(tab => tab.tabIndex === 0)
      .map(tab => tab.textContent);
    expect(stops).toEqual(['one']);
    const press = (key: string) =>
      fireEvent.keyDown(document.activeElement ?? document.body, { key });
    screen.getByRole('tab', { name: 'one' }).focus();
    press('ArrowLeft');
    expect(document.activeElement?.textContent).toBe('three');
    expect(screen.getByText('content of three')).toBeTruthy();
    press('ArrowRight');
    expect(screen.getByText('content of one')).toBeTruthy();
    press('End');
    press('Home');
    expect(screen.getByText('content of one')).toBeTruthy();
  });
});
