package site

// Driver gives a machine its events and has its actions carried out: all those of one event before the next event.
type Driver struct {
	machine  *Machine
	carryOut func([]Action)
	waiting  []Event
	stepping bool
}

// NewDriver drives a machine. Events may be given to it while actions are carried out.
func NewDriver(machine *Machine, carryOut func([]Action)) *Driver {
	return &Driver{machine: machine, carryOut: carryOut}
}

// Begin has the actions of a boot carried out; events that come meanwhile wait for the first step.
func (d *Driver) Begin(actions []Action) {
	d.stepping = true
	d.carryOut(actions)
	d.stepping = false
}

// Step gives the machine an event, and then those that came of its actions.
func (d *Driver) Step(event Event) {
	d.waiting = append(d.waiting, event)
	if d.stepping {
		return
	}
	d.stepping = true
	for len(d.waiting) > 0 {
		next := d.waiting[0]
		d.waiting = d.waiting[1:]
		d.carryOut(d.machine.Step(next))
	}
	d.stepping = false
}
