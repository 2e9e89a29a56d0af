package site

// repair fetches the active model again where it is damaged and nothing else is to be had.
func (m *Machine) repair(name string) []Action {
	slot, target := m.slot(name), m.target(name)
	if target == nil {
		return nil
	}
	if target.Model.Digest != slot.Active && m.failure(name) == "" {
		if _, there := m.models[target.Model.Digest]; there {
			m.at(name).busy, m.at(name).digest = checking, target.Model.Digest
			return []Action{Check{Workload: name, Digest: target.Model.Digest}}
		}
		return m.fetch(name, target)
	}
	if target.Model.Digest != slot.Active || m.revoked(slot.Active) || m.vetoes[slot.Active] != "" {
		return nil
	}
	return m.fetch(name, target)
}
