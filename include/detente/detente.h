// Everything a C++ host needs.
#pragma once

#include "detente/article.h"
#include "detente/engine.h"
#include "detente/export.h"
#include "detente/options.h"
#include "detente/report.h"
#include "detente/result.h"
#include "detente/version.h"
