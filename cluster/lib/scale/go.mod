module plumbline.dev/scale

go 1.25
